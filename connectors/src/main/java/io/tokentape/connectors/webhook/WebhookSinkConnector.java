package io.tokentape.connectors.webhook;

import io.tokentape.connectors.alerts.AlertSinkConnector;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;

/**
 * Posts each alert as JSON, signed as <a href="https://www.standardwebhooks.com">Standard Webhooks</a> says. The id of a
 * message is the alert's, the same in every attempt, so that a receiver can tell a repeat.
 */
public final class WebhookSinkConnector extends AlertSinkConnector {
    @Override
    public Class<? extends Task> taskClass() {
        return WebhookSinkTask.class;
    }

    @Override
    public ConfigDef config() {
        return WebhookSinkConfig.DEFINITION;
    }
}
