package io.tokentape.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokentape.schemas.avro.Candle;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.Test;

class WireSerdesTest {
    private static final String URL = "http://127.0.0.1:8081";

    /** Stands for Confluent's serde, which is on no open repository. */
    public static final class ForeignSerde implements Serde<SpecificRecord> {
        private Map<String, ?> settings;
        private boolean key;

        @Override
        public void configure(Map<String, ?> given, boolean isKey) {
            settings = given;
            key = isKey;
        }

        @Override
        public Serializer<SpecificRecord> serializer() {
            return (topic, value) -> new byte[0];
        }

        @Override
        public Deserializer<SpecificRecord> deserializer() {
            return (topic, bytes) -> null;
        }
    }

    @Test
    void isOursUnlessTheSettingsSayOtherwise() {
        Map<String, String> named =
                Map.of(RegistrySettings.URL, URL, WireSerdes.VALUE_SERDE, WireSerde.class.getName());

        assertThat(WireSerdes.configured(Map.of(RegistrySettings.URL, URL)).of(Candle.class))
                .isInstanceOf(WireSerde.class);
        assertThat(WireSerdes.configured(named).of(Candle.class)).isInstanceOf(WireSerde.class);
    }

    @Test
    void givesAnotherSerdeTheRegistryAndAsksItForOurRecords() {
        Serde<Candle> serde = WireSerdes.configured(Map.of(
                        RegistrySettings.URL,
                        URL,
                        WireSerdes.VALUE_SERDE,
                        ForeignSerde.class.getName(),
                        "basic.auth.user.info",
                        "ann:x"))
                .of(Candle.class);

        Serde<?> made = serde;
        assertThat(made).isInstanceOfSatisfying(ForeignSerde.class, foreign -> {
            assertThat(foreign.key).isFalse();
            assertThat(foreign.settings.get("schema.registry.url")).isEqualTo(URL);
            assertThat(foreign.settings.get("specific.avro.reader")).isEqualTo("true");
            assertThat(foreign.settings.get("basic.auth.user.info")).isEqualTo("ann:x");
        });
        assertThat(ClassSecurityValidator.getGlobal().isTrusted(Candle.class)).isTrue();
    }

    @Test
    void saysWhatIsMissing() {
        String confluent = "io.confluent.kafka.streams.serdes.avro.SpecificAvroSerde";

        assertThatThrownBy(() -> WireSerdes.configured(Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("schema.registry.url is not set");
        assertThatThrownBy(() -> WireSerdes.configured(
                        Map.of(RegistrySettings.URL, URL, WireSerdes.VALUE_SERDE, confluent + "X")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-Pconfluent");
        assertThatThrownBy(() -> WireSerdes.configured(
                        Map.of(RegistrySettings.URL, URL, WireSerdes.VALUE_SERDE, "java.lang.String")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no Kafka Serde");
    }
}
