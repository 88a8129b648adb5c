package io.tokentape.connectors.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.tokentape.connectors.alerts.AlertRefusedException;
import io.tokentape.connectors.alerts.OutletAwayException;
import io.tokentape.connectors.alerts.TestAlerts;
import io.tokentape.schemas.avro.Alert;
import jakarta.mail.Message;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmailOutletTest {
    private static final Instant NOW = Instant.ofEpochMilli(TestAlerts.AT);

    private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private Instant now = NOW;

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void mailsOneAlert() throws Exception {
        server.setUser("alerts@example.com", "alerts", "s3cret");

        outlet(Map.of(EmailSinkConfig.USER, "alerts", EmailSinkConfig.PASSWORD, "s3cret"))
                .deliver(List.of(alert("a1", "Ürgent: SOL\r\nBcc: x@example.com")));

        MimeMessage[] mails = server.getReceivedMessages();
        assertThat(mails).hasSize(2);
        MimeMessage mail = mails[0];
        assertThat(mail.getSubject()).isEqualTo("Ürgent: SOL Bcc: x@example.com (high, 82 %)");
        assertThat(mail.getMessageID()).isEqualTo("<a1@example.com>");
        assertThat(mail.getHeader("References")).containsExactly("<case-case-of-a1@example.com>");
        assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(mail.getSentDate()).isEqualTo(NOW);
        assertThat(mail.getRecipients(Message.RecipientType.BCC)).isNull();
        assertThat(mail.getAllRecipients())
                .extracting(Object::toString)
                .containsExactly("one@example.com", "two@example.com");
        assertThat(mail.getContent().toString().replace("\r", ""))
                .startsWith("Ürgent: SOL Bcc: x@example.com (high, 82 %)\n\nWhat: surge\nAbout: SOL, solana,");
    }

    @Test
    void theSameAlertHasTheSameIdAgain() throws Exception {
        EmailOutlet outlet = outlet(Map.of());

        outlet.deliver(List.of(alert("a1", "x")));
        outlet.deliver(List.of(alert("a1", "x")));

        assertThat(server.getReceivedMessages())
                .extracting(MimeMessage::getMessageID)
                .containsOnly("<a1@example.com>");
    }

    @Test
    void manyGoIntoOneMail() throws Exception {
        EmailOutlet outlet = outlet(Map.of());
        List<Alert> alerts = IntStream.range(0, 7)
                .mapToObj(i -> alert("a" + i, "title " + i))
                .toList();

        assertThat(outlet.together(4)).isEqualTo(1);
        assertThat(outlet.together(7)).isEqualTo(7);
        outlet.deliver(alerts);
        outlet.deliver(alerts);

        MimeMessage[] mails = server.getReceivedMessages();
        assertThat(mails).hasSize(4);
        assertThat(mails[0].getSubject()).isEqualTo("7 alerts, the first: title 0 (high, 82 %)");
        assertThat(mails[0].getContent().toString()).contains("* title 6 (high, 82 %)", "Alert a6, step 1");
        assertThat(mails).extracting(MimeMessage::getMessageID).containsOnly(mails[0].getMessageID());
    }

    @Test
    void aFloodWaits() throws Exception {
        EmailOutlet outlet = outlet(Map.of(EmailSinkConfig.PER_HOUR, "2"));
        outlet.deliver(List.of(alert("a1", "x")));
        outlet.deliver(List.of(alert("a2", "x")));

        assertThatThrownBy(() -> outlet.deliver(List.of(alert("a3", "x"))))
                .isInstanceOf(OutletAwayException.class)
                .extracting("retryAfter")
                .isEqualTo(Duration.ofMinutes(30));

        now = NOW.plus(Duration.ofMinutes(30));
        outlet.deliver(List.of(alert("a3", "x")));
        assertThat(server.getReceivedMessages()).hasSize(6);
    }

    @Test
    void waitsForAServerThatIsDownAndGoesOnWhenItIsBack() throws Exception {
        EmailOutlet outlet = outlet(Map.of());
        int port = server.getSmtp().getPort();
        server.stop();

        assertThatThrownBy(() -> outlet.deliver(List.of(alert("a1", "x"))))
                .isInstanceOf(OutletAwayException.class)
                .hasMessageStartingWith("the mail server does not take mail: ");

        GreenMail back = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        back.start();
        outlet.deliver(List.of(alert("a1", "x")));
        assertThat(back.getReceivedMessages()).hasSize(2);
        back.stop();
    }

    @Test
    void aWrongPasswordIsMendedOutside() {
        server.setUser("alerts@example.com", "alerts", "s3cret");

        assertThatThrownBy(() -> outlet(Map.of(EmailSinkConfig.USER, "alerts", EmailSinkConfig.PASSWORD, "wr0ng"))
                        .deliver(List.of(alert("a1", "x"))))
                .isInstanceOf(OutletAwayException.class)
                .hasMessageNotContaining("wr0ng");
    }

    @Test
    void aServerThatCannotEncryptGetsNoMailUnlessAllowed() {
        assertThatThrownBy(() ->
                        outlet(Map.of(EmailSinkConfig.SECURITY, "starttls")).deliver(List.of(alert("a1", "x"))))
                .isInstanceOf(OutletAwayException.class)
                .hasMessageContaining("STARTTLS");
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void aMailThatTheServerTookIsSentThoughItDoesNotSayGoodbye() throws Exception {
        try (RudeMailServer rude = new RudeMailServer(Map.of())) {
            EmailOutlet outlet = outlet(Map.of(EmailSinkConfig.PORT, Integer.toString(rude.port())));

            assertThatCode(() -> outlet.deliver(List.of(alert("a1", "x")))).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "., 550 5.7.1 looks like spam, true",
        "., 552 5.3.4 too large, true",
        "., 554 transaction failed, true",
        "., 552 5.2.2 mailbox full, false",
        "., 550 5.7.0 log in first, false",
        "., 451 later, false",
        "MAIL, 552 5.3.4 too large, false",
        "RCPT, 550 5.1.1 no such user, false",
        "DATA, 554 no valid recipients, false"
    })
    void onlyAnAnswerAboutTheContentRefusesTheAlert(String verb, String answer, boolean refusal) throws Exception {
        try (RudeMailServer rude = new RudeMailServer(Map.of(verb, answer))) {
            EmailOutlet outlet = outlet(Map.of(EmailSinkConfig.PORT, Integer.toString(rude.port())));

            assertThatThrownBy(() -> outlet.deliver(List.of(alert("a1", "x"))))
                    .isInstanceOf(refusal ? AlertRefusedException.class : OutletAwayException.class);
        }
    }

    private EmailOutlet outlet(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of(
                "schema.registry.url",
                "http://registry:8081",
                EmailSinkConfig.HOST,
                "127.0.0.1",
                EmailSinkConfig.PORT,
                Integer.toString(server.getSmtp().getPort()),
                EmailSinkConfig.SECURITY,
                "none",
                EmailSinkConfig.FROM,
                "Tokentape <alerts@example.com>",
                EmailSinkConfig.TO,
                "one@example.com, two@example.com"));
        all.putAll(settings);
        EmailSinkConfig config = new EmailSinkConfig(all);
        return new EmailOutlet(config, new MailQuota(config.mailsPerHour(), () -> now));
    }

    private static Alert alert(String id, String title) {
        return TestAlerts.alert(id).setTitle(title).build();
    }
}
