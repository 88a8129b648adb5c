package io.tokentape.connectors.email;

import io.tokentape.connectors.alerts.AlertOutlet;
import io.tokentape.connectors.alerts.AlertRefusedException;
import io.tokentape.connectors.alerts.OutletAwayException;
import io.tokentape.schemas.avro.Alert;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One mail an alert; a digest where many wait, so that a flood of alerts is none of mails. A server that has read the
 * content and will never take it refuses the alert; whatever else goes wrong, wrong logins and addresses and a full mailbox
 * too, is mended outside, and the alert waits.
 */
final class EmailOutlet implements AlertOutlet {
    private static final Logger log = LoggerFactory.getLogger(EmailOutlet.class);

    /** What ends the content; the answer to it is the first that can speak of the content. */
    private static final String END_OF_DATA = ".";

    /** Full mailbox; security in general, such as a login or a limit: RFC 3463. */
    private static final Pattern NOT_THE_CONTENT = Pattern.compile("5\\d\\d[ -]5\\.(2\\.2|7\\.0)\\b");

    private final EmailSinkConfig config;
    private final MailQuota quota;
    private final Session session;

    EmailOutlet(EmailSinkConfig config, MailQuota quota) {
        this.config = config;
        this.quota = quota;
        session = Session.getInstance(config.session());
    }

    @Override
    public int together(int waiting) {
        return waiting >= config.digestFrom() ? waiting : 1;
    }

    @Override
    public void deliver(List<Alert> alerts) throws OutletAwayException, AlertRefusedException {
        Duration wait = quota.untilNext();
        if (!wait.isZero()) {
            throw new OutletAwayException(
                    "no more than " + config.mailsPerHour() + " mails an hour are sent", wait, null);
        }
        try {
            Transport transport = session.getTransport();
            try {
                send(transport, alerts);
            } finally {
                close(transport);
            }
        } catch (SMTPSendFailedException e) {
            if (refused(e)) {
                throw new AlertRefusedException("the mail server refuses the mail: " + e.getMessage(), e);
            }
            throw away(e);
        } catch (MessagingException e) {
            throw away(e);
        }
    }

    private void send(Transport transport, List<Alert> alerts) throws MessagingException {
        boolean login = !config.user().isEmpty();
        AlertMail mail = AlertMail.of(session, alerts, config.from(), config.to());
        transport.connect(
                login ? config.user() : null, login ? config.password().value() : null);
        transport.sendMessage(mail, mail.getAllRecipients());
        quota.sent();
    }

    /** What was sent is sent, and what was not is known already: the end of the connection says nothing more. */
    private static void close(Transport transport) {
        try {
            transport.close();
        } catch (MessagingException e) {
            log.debug("The mail server ended the connection by itself", e);
        }
    }

    private static boolean refused(SMTPSendFailedException e) {
        return END_OF_DATA.equals(e.getCommand())
                && e.getReturnCode() / 100 == 5
                && !NOT_THE_CONTENT.matcher(e.getMessage()).lookingAt();
    }

    private static OutletAwayException away(MessagingException e) {
        return new OutletAwayException("the mail server does not take mail: " + e.getMessage(), e);
    }
}
