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
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;

/**
 * One mail an alert; a digest where many wait, so that a flood of alerts is none of mails. A server that does not want the
 * content refuses the alert; whatever else goes wrong, wrong logins and addresses too, is mended outside, and the alert
 * waits.
 */
final class EmailOutlet implements AlertOutlet {
    /** Too much for the mailbox or the server; transaction failed because of the content. */
    private static final int TOO_MUCH = 552;

    private static final int CONTENT = 554;

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
        boolean login = !config.user().isEmpty();
        try (Transport transport = session.getTransport()) {
            AlertMail mail = AlertMail.of(session, alerts, config.from(), config.to());
            transport.connect(
                    login ? config.user() : null, login ? config.password().value() : null);
            transport.sendMessage(mail, mail.getAllRecipients());
            quota.sent();
        } catch (SMTPSendFailedException e) {
            if (e.getReturnCode() == TOO_MUCH || e.getReturnCode() == CONTENT) {
                throw new AlertRefusedException("the mail server refuses the mail: " + e.getMessage(), e);
            }
            throw away(e);
        } catch (MessagingException e) {
            throw away(e);
        }
    }

    private static OutletAwayException away(MessagingException e) {
        return new OutletAwayException("the mail server does not take mail: " + e.getMessage(), e);
    }
}
