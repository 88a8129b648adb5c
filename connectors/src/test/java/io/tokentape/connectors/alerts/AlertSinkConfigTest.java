package io.tokentape.connectors.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokentape.connectors.email.EmailSinkConfig;
import io.tokentape.connectors.email.EmailSinkConnector;
import io.tokentape.connectors.telegram.TelegramSinkConfig;
import io.tokentape.connectors.telegram.TelegramSinkConnector;
import io.tokentape.connectors.webhook.WebhookSinkConfig;
import io.tokentape.connectors.webhook.WebhookSinkConnector;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.sink.SinkConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlertSinkConfigTest {
    private static final Map<String, String> WEBHOOK = WebhookSinkConfig.connectorConfig(
            "p.", "https://example.com/hook?key=secret-of-hook", "a secret of some length", "http://registry:8081");
    private static final Map<String, String> EMAIL = EmailSinkConfig.connectorConfig(
            "p.", "mail.example.com", "me", "a secret of some length", "a@b.example", "c@d.example", "http://r:8081");
    private static final Map<String, String> TELEGRAM =
            TelegramSinkConfig.connectorConfig("p.", "123:secret", "@chat", "http://registry:8081");

    static Stream<Arguments> sinks() {
        return Stream.of(
                Arguments.of(new WebhookSinkConnector(), WEBHOOK),
                Arguments.of(new EmailSinkConnector(), EMAIL),
                Arguments.of(new TelegramSinkConnector(), TELEGRAM));
    }

    @ParameterizedTest
    @MethodSource("sinks")
    void theOneConfigurationIsCompleteAndKeepsItsSecret(SinkConnector connector, Map<String, String> config) {
        ConfigDef definition = connector.config();

        assertThat(definition.validate(config))
                .allSatisfy(value -> assertThat(value.errorMessages()).isEmpty());
        assertThat(definition.parse(config).toString()).doesNotContain("secret of", "secret-of", "123:secret");
        assertThat(config)
                .containsEntry("topics", "p.alerts")
                .containsEntry("errors.deadletterqueue.topic.name", "p.dlq")
                .containsEntry("errors.tolerance", "all")
                .containsEntry("consumer.override.isolation.level", "read_committed")
                .containsEntry("connector.class", connector.getClass().getName());
    }

    @ParameterizedTest
    @CsvSource({
        "webhook.url, ftp://example.com",
        "webhook.url, http://my_host/hook",
        "webhook.url, https://exa mple.com/",
        "webhook.secret, short",
        "webhook.secret, whsec_!",
        "filter.kinds, nonsense",
        "filter.priorities, nonsense",
        "filter.min.confidence, 1.1",
    })
    void refusesWhatCannotBeMeant(String name, String value) {
        Map<String, String> config = new HashMap<>(WEBHOOK);
        config.put(name, value);

        assertThatThrownBy(() -> new WebhookSinkConnector().config().parse(config))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(name)
                .satisfies(e -> assertThat(e.getMessage().contains(value)).isEqualTo(name.startsWith("filter.")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://my_host", "ftp://example.com", "http://example.com?x", "http://example.com#x"})
    void refusesAnAddressOfTelegramThatCannotBeMeant(String value) {
        Map<String, String> config = new HashMap<>(TELEGRAM);
        config.put(TelegramSinkConfig.URL, value);

        assertThatThrownBy(() -> new TelegramSinkConnector().config().parse(config))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(TelegramSinkConfig.URL);
    }

    @ParameterizedTest
    @MethodSource("sinks")
    void saysWhatIsMissing(SinkConnector connector, Map<String, String> config) {
        assertThat(connector.config().validate(Map.of()))
                .filteredOn(value -> !value.errorMessages().isEmpty())
                .isNotEmpty()
                .allSatisfy(value -> assertThat(config).containsKey(value.name()));
    }

    @ParameterizedTest
    @CsvSource({"mail.from, nobody", "mail.to, ''", "mail.to, 'a@b.example,nobody'", "mail.security, ssl3"})
    void refusesMailSettingsThatCannotBeMeant(String name, String value) {
        Map<String, String> config = new HashMap<>(EMAIL);
        config.put(name, value);

        assertThatThrownBy(() -> new EmailSinkConnector().config().parse(config))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(name);
    }

    @Test
    void connectFindsTheConnectors() {
        assertThat(ServiceLoader.load(SinkConnector.class).stream().map(ServiceLoader.Provider::type))
                .contains(WebhookSinkConnector.class, EmailSinkConnector.class, TelegramSinkConnector.class);
    }
}
