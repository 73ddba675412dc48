package dev.weir.monitor.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatementTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "select * from t where a = 'x' and b = 17 | select * from t where a = ? and b = ?",
                "select 'it''s secret', 1 | select ?, ?",
                "select 'a' 'b' | select ? ?",
                "select '' from t | select ? from t",
                "select 1.5, .5, 1e-5, 0xff, 12abc | select ?, ?, ?, ?, ?",
                "select a1, t2.c3 from t2 | select a1, t2.c3 from t2",
                "select /* secret */ a -- secret | select a",
                "select a /* open | select a",
                "select  a,\tb | select a, b",
                "select N'secret', x'ff', E'secret' | select ?, ?, ?",
                "select $$secret$$, $tag$it's secret$tag$ | select ?, ?",
                "select \"secret\" from \"t\" join \"s\".\"u\" | select ? from \"t\" join \"s\".\"u\"",
                "select `a b`, `a` from t | select ?, `a` from t",
                "select 'open | select ?",
                "select a from t where b = :name and c = ? | select a from t where b = :name and c = ?",
                "select a #> b from t | select a",
                "select \"it\\\"s secret\" from t | select ?",
                "select q'[it's secret]' from t | select ?",
                "select nQ'{a'secret}' from t | select ?",
                "select trim(both from \"secret\") | select trim(both from ?)",
                "select (a) from \"t\" | select (a) from \"t\"",
                "select a /* b /* c */ secret */ from t | select a",
                "select 1--'a | select ?",
                "select a -- it's\tb | select a",
                "insert into t values (-5, 'a') | insert into t values (-?, ?)",
            })
    void of_literalsAndComments_areGone(String sql, String text) {
        assertThat(StatementText.of(sql)).isEqualTo(text);
    }

    @Test
    void of_quoteBehindABackslash_showsNothingBehindIt() {
        assertThat(StatementText.of("select * from t where a = 'x\\' and b = 'secret'"))
                .isEqualTo("select * from t where a = ?");
        assertThat(StatementText.of("select 'it\\'s secret' from t")).isEqualTo("select ?");
        assertThat(StatementText.of("select 'C:\\dir' from t")).isEqualTo("select ? from t");
    }

    /** What one database takes as a comment is an operator in another, and what follows in the next line a text. */
    @Test
    void of_quoteBehindAPossibleComment_showsNothingBehindIt() {
        assertThat(StatementText.of("select 1--'a\nsecret'")).isEqualTo("select ?");
        assertThat(StatementText.of("select a # 'b\nsecret'")).isEqualTo("select a");
        assertThat(StatementText.of("select a -- it's\nfrom t")).isEqualTo("select a from t");
    }

    @Test
    void of_longStatement_isCut() {
        assertThat(StatementText.of("select " + "a,".repeat(10_000))).hasSize(StatementText.LONGEST);
        assertThat(StatementText.of("select '" + "x".repeat(5_000_000) + "' from secret"))
                .isEqualTo("select ?");
    }

    /** Whatever the order of the parts, no value is shown. */
    @Test
    void of_anyMixture_showsNoValue() {
        String[] parts = {
            "'secret'",
            "'it''s secret'",
            "/* secret */",
            "-- secret\n",
            "$$secret$$",
            "= 4711",
            "a.b",
            ",",
            "(",
            ")",
            "\"secret\"",
            "E'a\\'secret'",
            " ",
            "\n",
            "N'secret'",
            "4711.5e+4711"
        };
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder sql = new StringBuilder("select ");
            for (int part = 0; part < 8; part++) {
                sql.append(' ').append(parts[random.nextInt(parts.length)]);
            }
            assertThat(StatementText.of(sql.toString()))
                    .as("seed " + seed + ": " + sql)
                    .doesNotContain("secret", "4711");
        }
    }
}
