package io.tokentape.connectors.email;

import io.tokentape.connectors.alerts.AlertText;
import io.tokentape.schemas.avro.Alert;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/** A mail about one alert or several. Its id follows from theirs, so that a mailbox can tell a repeat. */
final class AlertMail extends MimeMessage {
    private static final int ID_DIGITS = 32;

    private final String id;

    private AlertMail(Session session, String id) {
        super(session);
        this.id = id;
    }

    /** @param alerts one or more, in the order in which they are told */
    static AlertMail of(Session session, List<Alert> alerts, InternetAddress from, InternetAddress[] to)
            throws MessagingException {
        String address = from.getAddress();
        String domain = address.substring(address.indexOf('@') + 1);
        Alert first = alerts.get(0);
        Alert last = alerts.get(alerts.size() - 1);
        boolean single = alerts.size() == 1;
        AlertMail mail = new AlertMail(session, "<" + (single ? first.getId() : digestId(alerts)) + "@" + domain + ">");
        mail.setFrom(from);
        mail.setRecipients(Message.RecipientType.TO, to);
        mail.setSentDate(new Date(last.getTDecided()));
        // Machines must not answer (RFC 3834).
        mail.setHeader("Auto-Submitted", "auto-generated");
        if (single) {
            AlertText text = AlertText.of(first);
            // All mails of a case are one thread.
            mail.setHeader("References", "<case-" + first.getCaseId() + "@" + domain + ">");
            mail.setSubject(text.headline(), StandardCharsets.UTF_8.name());
            mail.setText(body(text), StandardCharsets.UTF_8.name());
        } else {
            List<AlertText> texts = alerts.stream().map(AlertText::of).toList();
            mail.setSubject(
                    alerts.size() + " alerts, the first: " + texts.get(0).headline(), StandardCharsets.UTF_8.name());
            String headlines =
                    texts.stream().map(text -> "* " + text.headline()).collect(Collectors.joining("\n"));
            String bodies = texts.stream().map(AlertMail::body).collect(Collectors.joining("\n\n"));
            mail.setText(headlines + "\n\n\n" + bodies, StandardCharsets.UTF_8.name());
        }
        mail.saveChanges();
        return mail;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
        setHeader("Message-ID", id);
    }

    private static String body(AlertText text) {
        return text.headline() + "\n\n" + String.join("\n", text.lines()) + "\n";
    }

    private static String digestId(List<Alert> alerts) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            alerts.forEach(alert -> sha.update(alert.getId().getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(sha.digest()).substring(0, ID_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
