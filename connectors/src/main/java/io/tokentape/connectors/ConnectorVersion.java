package io.tokentape.connectors;

/** The version that Connect shows for our plugins. */
public final class ConnectorVersion {
    private static final String UNPACKED = "development";

    private ConnectorVersion() {}

    public static String get() {
        String version = ConnectorVersion.class.getPackage().getImplementationVersion();
        return version == null ? UNPACKED : version;
    }
}
