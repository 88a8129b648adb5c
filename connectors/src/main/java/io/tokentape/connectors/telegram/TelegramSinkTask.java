package io.tokentape.connectors.telegram;

import io.tokentape.connectors.alerts.AlertSinkTask;
import io.tokentape.connectors.alerts.HttpPost;
import java.time.Clock;
import java.util.Map;

/** Tells a Telegram chat. */
public final class TelegramSinkTask extends AlertSinkTask {
    @Override
    public void start(Map<String, String> props) {
        TelegramSinkConfig config = new TelegramSinkConfig(props);
        start(
                config,
                new TelegramOutlet(config.sendMessage(), config.chat(), new HttpPost(config.timeout())),
                deserializer(props),
                Clock.systemUTC());
    }
}
