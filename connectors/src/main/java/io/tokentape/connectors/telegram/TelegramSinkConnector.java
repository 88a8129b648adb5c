package io.tokentape.connectors.telegram;

import io.tokentape.connectors.alerts.AlertSinkConnector;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;

/** Lets a bot send each alert to a chat. */
public final class TelegramSinkConnector extends AlertSinkConnector {
    @Override
    public Class<? extends Task> taskClass() {
        return TelegramSinkTask.class;
    }

    @Override
    public ConfigDef config() {
        return TelegramSinkConfig.DEFINITION;
    }
}
