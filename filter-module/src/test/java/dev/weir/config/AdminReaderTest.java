package dev.weir.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where an application is administered, and what stops the deployment. */
class AdminReaderTest {

    @Test
    void read_nothingSet_isAdministeredNowhere() {
        assertThat(MapSource.of().read().administration()).isEmpty();
        assertThat(MapSource.of().read().filterProperties()).isEmpty();
    }

    @Test
    void read_pathAlone_hasTheDefaults() {
        assertThat(MapSource.of("admin.path", "/ops/limits").read().administration())
                .contains(new Administration(
                        "/ops/limits", "ratelimit-admin", Optional.empty(), Administration.Keys.MASKED));
    }

    @Test
    void read_all_isRead() {
        MapSource source = MapSource.of(
                "admin.path", "/a", "admin.role", "boss", "admin.viewer-role", "clerk", "admin.keys", "hidden");
        Administration read = new Administration("/a", "boss", Optional.of("clerk"), Administration.Keys.HIDDEN);
        assertThat(source.read().administration()).contains(read);
        assertThat(AdminReader.readEarly(source)).contains(read);
        assertThat(source.read().filterProperties()).containsExactly("ratelimit.admin.path");
    }

    @Test
    void readEarly_turnedOffOrWrong_isEmpty() {
        assertThat(AdminReader.readEarly(MapSource.of())).isEmpty();
        assertThat(AdminReader.readEarly(MapSource.of("admin.path", "/a", "enabled", "false")))
                .isEmpty();
        assertThat(AdminReader.readEarly(MapSource.of("admin.path", "/a", "admin.keys", "all")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"admin", "*/admin", "https://host/admin"})
    void read_pathWithoutSlash_isAProblem(String path) {
        assertThat(MapSource.of("admin.path", path).problems())
                .containsExactly("ratelimit.admin.path: must begin with /, was \"" + path + '"');
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/admin/", "//"})
    void read_pathWithSlashAtItsEnd_isAProblem(String path) {
        assertThat(MapSource.of("admin.path", path).problems())
                .containsExactly("ratelimit.admin.path: must not be or end with /, was \"" + path + '"');
    }

    /** None of them is the one spelling of a path, and some would cover what is not below it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/*",
                "/admin/*",
                "/a//b",
                "/..",
                "/a/../b",
                "/./a",
                "/a/.b",
                "/%61",
                "/a;x=1",
                "/a?b",
                "/{id}",
                "/ä",
                "/a b",
                "/a\\b"
            })
    void read_pathThatIsNotNormal_isAProblem(String path) {
        assertThat(MapSource.of("admin.path", path).problems())
                .containsExactly("ratelimit.admin.path: each segment must be of the characters A-Z a-z 0-9 . _ ~ - and"
                        + " must not begin with a dot, was \"" + path + '"');
    }

    @ParameterizedTest
    @CsvSource({"admin.role, *", "admin.role, **", "admin.viewer-role, **"})
    void read_roleOfAll_isAProblem(String property, String role) {
        assertThat(MapSource.of("admin.path", "/a", property, role).problems())
                .containsExactly("ratelimit." + property + ": must be the name of one role, was \"" + role + '"');
    }

    @Test
    void read_otherWayToShowKeys_isAProblem() {
        assertThat(MapSource.of("admin.keys", "all").problems())
                .containsExactly("ratelimit.admin.keys: must be one of masked, clear, hidden, was \"all\"");
    }
}
