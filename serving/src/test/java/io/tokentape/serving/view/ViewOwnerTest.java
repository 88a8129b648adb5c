package io.tokentape.serving.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokentape.serving.query.LocalView.Kind;
import io.tokentape.serving.query.LocalView.Owner;
import java.util.List;
import java.util.Set;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.state.HostInfo;
import org.junit.jupiter.api.Test;

/** Who holds a key, from what Streams says. */
class ViewOwnerTest {
    private static final HostInfo SELF = new HostInfo("self", 1);
    private static final HostInfo OTHER = new HostInfo("other", 2);

    @Test
    void isHereOrThere() {
        assertThat(owner(SELF, Set.of(OTHER))).isEqualTo(new Owner(Kind.HERE, null, true, List.of("other:2")));
        assertThat(owner(OTHER, Set.of(SELF))).isEqualTo(new Owner(Kind.THERE, "other:2", true, List.of()));
    }

    @Test
    void isNobodyWhileThePartitionMovesThoughThereAreCopies() {
        assertThat(owner(HostInfo.unavailable(), Set.of(OTHER)))
                .isEqualTo(new Owner(Kind.UNKNOWN, null, false, List.of("other:2")));
        assertThat(owner(HostInfo.unavailable(), Set.of(SELF)))
                .isEqualTo(new Owner(Kind.UNKNOWN, null, true, List.of()));
    }

    private static Owner owner(HostInfo active, Set<HostInfo> standbys) {
        return View.owner(new KeyQueryMetadata(active, standbys, 0), SELF);
    }
}
