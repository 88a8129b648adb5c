package io.tokentape.connectors.email;

import io.tokentape.connectors.alerts.AlertSinkConnector;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;

/** Mails alerts: one a mail, or a digest where many wait. */
public final class EmailSinkConnector extends AlertSinkConnector {
    @Override
    public Class<? extends Task> taskClass() {
        return EmailSinkTask.class;
    }

    @Override
    public ConfigDef config() {
        return EmailSinkConfig.DEFINITION;
    }
}
