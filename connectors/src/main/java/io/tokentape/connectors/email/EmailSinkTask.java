package io.tokentape.connectors.email;

import io.tokentape.connectors.alerts.AlertSinkTask;
import java.time.Clock;
import java.util.Map;

/** Tells mailboxes. */
public final class EmailSinkTask extends AlertSinkTask {
    @Override
    public void start(Map<String, String> props) {
        EmailSinkConfig config = new EmailSinkConfig(props);
        Clock clock = Clock.systemUTC();
        start(config, new EmailOutlet(config, new MailQuota(config.mailsPerHour(), clock)), deserializer(props), clock);
    }
}
