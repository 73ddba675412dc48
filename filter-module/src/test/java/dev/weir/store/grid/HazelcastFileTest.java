package dev.weir.store.grid;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.config.Config;
import com.hazelcast.config.NetworkConfig;
import java.io.File;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** {@code config/hazelcast.xml} is what the embedded provider uses without a file. */
class HazelcastFileTest {

    @Test
    void file_loaded_isTheDefaultOfTheCode() throws IOException {
        Config file = Config.loadFromFile(new File("../config/hazelcast.xml"));
        Config code = HazelcastSetup.quietConfig();
        assertThat(file.getClusterName()).isEqualTo(code.getClusterName());
        assertThat(file.getProperties()).isEqualTo(code.getProperties());
        NetworkConfig network = file.getNetworkConfig();
        assertThat(network.getPort()).isEqualTo(code.getNetworkConfig().getPort());
        assertThat(network.isPortAutoIncrement())
                .isEqualTo(code.getNetworkConfig().isPortAutoIncrement());
        assertThat(network.getJoin()).isEqualTo(code.getNetworkConfig().getJoin());
    }
}
