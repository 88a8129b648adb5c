package io.tokentape.standalone.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokentape.schemas.catalogue.Topics;
import io.tokentape.standalone.CommandException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AlertSinksTest {
    private static final String SECRET = "a secret of some length";

    @Test
    void noneIsOnUnlessItsReceiverIsNamed() {
        AlertSinks sinks = AlertSinks.of(
                Map.of("TOKENTAPE_WEBHOOK_SECRET", SECRET, "TOKENTAPE_MAIL_HOST", " ", "TOKENTAPE_THREADS", "2"));

        assertThat(sinks.names()).isEmpty();
        assertThat(sinks.namesOfOthers()).containsExactly("alerts-to-webhook", "alerts-to-email", "alerts-to-telegram");
    }

    @Test
    void settingsOnlyReferToWhatTheEnvironmentSays() {
        AlertSinks sinks = AlertSinks.of(Map.of(
                "TOKENTAPE_WEBHOOK_URL", "https://example.com/hook",
                "TOKENTAPE_WEBHOOK_SECRET", SECRET,
                "TOKENTAPE_ALERTS_MIN_CONFIDENCE", "0.7",
                "TOKENTAPE_ALERTS_MAX_AGE_MS", "1000"));

        assertThat(sinks.names()).containsExactly("alerts-to-webhook");
        assertThat(sinks.values()).containsEntry("TOKENTAPE_WEBHOOK_SECRET", SECRET);
        assertThat(sinks.connectors(new Topics("p."), "${registry}", variable -> "${" + variable + "}"))
                .hasEntrySatisfying(
                        "alerts-to-webhook",
                        config -> assertThat(config)
                                .containsEntry("webhook.url", "${TOKENTAPE_WEBHOOK_URL}")
                                .containsEntry("webhook.secret", "${TOKENTAPE_WEBHOOK_SECRET}")
                                .containsEntry("filter.min.confidence", "${TOKENTAPE_ALERTS_MIN_CONFIDENCE}")
                                .containsEntry("max.age.ms", "${TOKENTAPE_ALERTS_MAX_AGE_MS}")
                                .containsEntry("schema.registry.url", "${registry}")
                                .containsEntry("topics", "p.alerts"));
    }

    @Test
    void whatIsMisspeltDoesNotVanish() {
        assertThatThrownBy(() -> AlertSinks.of(Map.of(
                        "TOKENTAPE_WEBHOOK_ULR", "https://example.com/hook",
                        "TOKENTAPE_ALERTS_KIND", "tge",
                        "TOKENTAPE_ALERTS_KINDS", "tge",
                        "TOKENTAPE_MAIL_USER", "me")))
                .isInstanceOf(CommandException.class)
                .hasMessage("the environment cannot be used: TOKENTAPE_ALERTS_KIND is no setting;"
                        + " TOKENTAPE_WEBHOOK_ULR is no setting");
    }

    @Test
    void saysWhatIsMissing() {
        assertThatThrownBy(() -> AlertSinks.of(Map.of("TOKENTAPE_WEBHOOK_URL", "https://example.com/hook")))
                .isInstanceOf(CommandException.class)
                .hasMessage("the environment cannot be used: TOKENTAPE_WEBHOOK_SECRET is missing or cannot be used");
    }

    @Test
    void saysEverythingThatCannotBeUsedAndNoSecret() {
        assertThatThrownBy(() -> AlertSinks.of(Map.of(
                        "TOKENTAPE_WEBHOOK_URL", "nonsense",
                        "TOKENTAPE_WEBHOOK_SECRET", "short",
                        "TOKENTAPE_WEBHOOK_COLOUR", "red",
                        "TOKENTAPE_TELEGRAM_TOKEN", "123:abc")))
                .isInstanceOf(CommandException.class)
                .hasMessageContainingAll(
                        "TOKENTAPE_WEBHOOK_URL is missing or cannot be used",
                        "TOKENTAPE_WEBHOOK_SECRET is missing or cannot be used",
                        "TOKENTAPE_WEBHOOK_COLOUR is no setting",
                        "TOKENTAPE_TELEGRAM_CHAT is missing or cannot be used")
                .hasMessageNotContainingAny("short", "123:abc", "\n");
    }
}
