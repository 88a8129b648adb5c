package io.tokentape.connectors.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tokentape.connectors.alerts.AlertOutlet;
import io.tokentape.connectors.alerts.AlertRefusedException;
import io.tokentape.connectors.alerts.AlertText;
import io.tokentape.connectors.alerts.HttpPost;
import io.tokentape.connectors.alerts.OutletAwayException;
import io.tokentape.schemas.avro.Alert;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One message an alert, by <a href="https://core.telegram.org/bots/api#sendmessage">sendMessage</a>. Telegram knows no
 * repeats: an alert whose confirmation was lost is sent again, with the same id in it. A bad request that speaks
 * of the text refuses the alert; whatever else goes wrong is mended outside, and the alert waits.
 */
final class TelegramOutlet implements AlertOutlet {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What Telegram says of a text that it will never take. */
    private static final Pattern TEXT =
            Pattern.compile("can't parse entities|message is too long|text is empty", Pattern.CASE_INSENSITIVE);

    private final URI sendMessage;
    private final String chat;
    private final HttpPost http;

    TelegramOutlet(URI sendMessage, String chat, HttpPost http) {
        this.sendMessage = sendMessage;
        this.chat = chat;
        this.http = http;
    }

    @Override
    public void deliver(List<Alert> alerts) throws OutletAwayException, AlertRefusedException {
        ObjectNode message = JSON.createObjectNode();
        message.put("chat_id", chat);
        message.put("parse_mode", "HTML");
        message.put("text", TelegramText.of(AlertText.of(alerts.get(0))));
        message.putObject("link_preview_options").put("is_disabled", true);
        HttpPost.Answer answer = http.post(sendMessage, Map.of(), bytes(message));
        JsonNode said = read(answer.body());
        if (answer.successful() && said.path("ok").asBoolean()) {
            return;
        }
        String why = "Telegram answered " + answer.status() + ": "
                + said.path("description").asText("no reason given");
        if (answer.status() == 400 && TEXT.matcher(why).find()) {
            throw new AlertRefusedException(why);
        }
        JsonNode retryAfter = said.path("parameters").path("retry_after");
        throw new OutletAwayException(
                why, retryAfter.isNumber() ? Duration.ofSeconds(retryAfter.asLong()) : answer.retryAfter(), null);
    }

    private static byte[] bytes(ObjectNode message) {
        try {
            return JSON.writeValueAsBytes(message);
        } catch (IOException e) {
            throw new UncheckedIOException("a tree can be written", e);
        }
    }

    /** What a gateway in between says need not be JSON. */
    private static JsonNode read(byte[] body) {
        try {
            JsonNode tree = JSON.readTree(body);
            return tree == null ? JSON.missingNode() : tree;
        } catch (IOException e) {
            return JSON.missingNode();
        }
    }
}
