package io.tokentape.connectors.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.sink.SinkConnector;
import org.junit.jupiter.api.Test;

class PostgresSinkConfigTest {
    private static final Map<String, String> CONFIG = PostgresSinkConfig.connectorConfig(
            "p.", "jdbc:postgresql://db:5432/tokentape", "writer", "s3cret", "http://registry:8081");

    @Test
    void theOneConfigurationIsComplete() {
        PostgresSinkConfig config = new PostgresSinkConfig(CONFIG);

        assertThat(config.url()).isEqualTo("jdbc:postgresql://db:5432/tokentape");
        assertThat(config.user()).isEqualTo("writer");
        assertThat(config.password().value()).isEqualTo("s3cret");
        assertThat(config.alertsTopic()).isEqualTo("p.alerts");
        assertThat(config.retryMillis()).isEqualTo(1000);
        assertThat(CONFIG)
                .containsEntry("topics", "p.intelligence,p.alerts")
                .containsEntry("errors.deadletterqueue.topic.name", "p.dlq")
                .containsEntry("errors.tolerance", "all")
                .containsEntry("consumer.override.isolation.level", "read_committed")
                .containsEntry("value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
    }

    @Test
    void passwordsAreNotShown() {
        assertThat(new PostgresSinkConfig(CONFIG).values().toString()).doesNotContain("s3cret");
    }

    @Test
    void refusesAnAddressThatIsNotPostgres() {
        Map<String, String> config = new HashMap<>(CONFIG);
        config.put(PostgresSinkConfig.URL, "jdbc:mysql://db/x");

        assertThatThrownBy(() -> new PostgresSinkConfig(config))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("must begin with jdbc:postgresql:");
    }

    @Test
    void namesWhatIsMissing() {
        assertThatThrownBy(() -> new PostgresSinkConfig(Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(PostgresSinkConfig.URL);
    }

    @Test
    void connectFindsTheConnector() {
        assertThat(ServiceLoader.load(SinkConnector.class).stream().map(ServiceLoader.Provider::type))
                .contains(PostgresSinkConnector.class);
    }
}
