package io.tokentape.connectors.email;

import io.tokentape.connectors.alerts.AlertSinkConfig;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;

/** The settings of the mail sink. */
public final class EmailSinkConfig extends AlertSinkConfig {
    public static final String HOST = "mail.host";
    public static final String PORT = "mail.port";
    public static final String SECURITY = "mail.security";
    public static final String USER = "mail.user";
    public static final String PASSWORD = "mail.password";
    public static final String FROM = "mail.from";
    public static final String TO = "mail.to";
    public static final String TIMEOUT_MILLIS = "mail.timeout.ms";
    public static final String DIGEST_FROM = "mail.digest.from";
    public static final String PER_HOUR = "mail.per.hour";

    /** What a deployment calls the connector. */
    public static final String CONNECTOR_NAME = "alerts-to-email";

    static final ConfigDef DEFINITION = common().define(
                    HOST,
                    Type.STRING,
                    ConfigDef.NO_DEFAULT_VALUE,
                    new ConfigDef.NonEmptyString(),
                    Importance.HIGH,
                    "Mail server that takes our mail (SMTP).")
            .define(PORT, Type.INT, 587, ConfigDef.Range.between(1, 65_535), Importance.HIGH, "Its port.")
            .define(
                    SECURITY,
                    Type.STRING,
                    "starttls",
                    ConfigDef.ValidString.in("starttls", "tls", "none"),
                    Importance.HIGH,
                    "`starttls` (required, not merely tried), `tls` from the first byte, or `none`.")
            .define(USER, Type.STRING, "", Importance.HIGH, "Who logs in; empty = nobody does.")
            .define(PASSWORD, Type.PASSWORD, "", Importance.HIGH, "Password of that user.")
            .define(
                    FROM,
                    Type.STRING,
                    ConfigDef.NO_DEFAULT_VALUE,
                    ConfigDef.LambdaValidator.with(EmailSinkConfig::checkAddress, () -> "name@host"),
                    Importance.HIGH,
                    "Sender.")
            .define(
                    TO,
                    Type.LIST,
                    ConfigDef.NO_DEFAULT_VALUE,
                    ConfigDef.LambdaValidator.with(EmailSinkConfig::checkAddresses, () -> "name@host,..."),
                    Importance.HIGH,
                    "Receivers.")
            .define(
                    DIGEST_FROM,
                    Type.INT,
                    5,
                    ConfigDef.Range.atLeast(2),
                    Importance.MEDIUM,
                    "So many alerts that wait together go into one mail.")
            .define(
                    PER_HOUR,
                    Type.INT,
                    60,
                    ConfigDef.Range.atLeast(1),
                    Importance.MEDIUM,
                    "Most mails an hour. Alerts above it wait, and come in a digest.")
            .define(
                    TIMEOUT_MILLIS,
                    Type.INT,
                    10_000,
                    ConfigDef.Range.between(1, 60_000),
                    Importance.LOW,
                    "How long to wait for the server at each step, in milliseconds.");

    EmailSinkConfig(Map<String, String> settings) {
        super(DEFINITION, settings);
    }

    String user() {
        return getString(USER);
    }

    Password password() {
        return getPassword(PASSWORD);
    }

    InternetAddress from() {
        return address(FROM, getString(FROM));
    }

    InternetAddress[] to() {
        return getList(TO).stream().map(each -> address(TO, each)).toArray(InternetAddress[]::new);
    }

    int digestFrom() {
        return getInt(DIGEST_FROM);
    }

    int mailsPerHour() {
        return getInt(PER_HOUR);
    }

    /** What the mail library wants to know; without the password. */
    Properties session() {
        String protocol = protocol();
        String timeout = getInt(TIMEOUT_MILLIS).toString();
        Properties session = new Properties();
        session.setProperty("mail.transport.protocol", protocol);
        session.setProperty("mail." + protocol + ".host", getString(HOST));
        session.setProperty("mail." + protocol + ".port", getInt(PORT).toString());
        session.setProperty("mail." + protocol + ".auth", Boolean.toString(!user().isEmpty()));
        session.setProperty("mail." + protocol + ".connectiontimeout", timeout);
        session.setProperty("mail." + protocol + ".timeout", timeout);
        session.setProperty("mail." + protocol + ".writetimeout", timeout);
        session.setProperty("mail." + protocol + ".ssl.checkserveridentity", "true");
        // What the server says to QUIT changes nothing: it has the mail by then.
        session.setProperty("mail." + protocol + ".quitwait", "false");
        if (getString(SECURITY).equals("starttls")) {
            session.setProperty("mail.smtp.starttls.enable", "true");
            session.setProperty("mail.smtp.starttls.required", "true");
        }
        return session;
    }

    private String protocol() {
        return getString(SECURITY).toLowerCase(Locale.ROOT).equals("tls") ? "smtps" : "smtp";
    }

    /**
     * The configuration with which the sink runs, embedded and on any worker.
     *
     * @param user empty = nobody logs in
     */
    public static Map<String, String> connectorConfig(
            String prefix, String host, String user, String password, String from, String to, String registryUrl) {
        Map<String, String> config = connectorConfig(CONNECTOR_NAME, EmailSinkConnector.class, prefix, registryUrl);
        config.put(HOST, host);
        config.put(USER, user);
        config.put(PASSWORD, password);
        config.put(FROM, from);
        config.put(TO, to);
        return config;
    }

    private static InternetAddress address(String name, String text) {
        try {
            InternetAddress address = new InternetAddress(text, true);
            address.validate();
            return address;
        } catch (AddressException e) {
            throw new ConfigException(name, text, "is no mail address: " + e.getMessage());
        }
    }

    private static void checkAddress(String name, Object value) {
        address(name, String.valueOf(value));
    }

    private static void checkAddresses(String name, Object value) {
        List<?> all = (List<?>) value;
        if (all == null || all.isEmpty()) {
            throw new ConfigException(name, value, "names nobody");
        }
        all.forEach(each -> checkAddress(name, each));
    }
}
