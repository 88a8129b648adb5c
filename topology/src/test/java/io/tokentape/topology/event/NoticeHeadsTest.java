package io.tokentape.topology.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokentape.topology.text.Post;
import io.tokentape.topology.text.ReadPost;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoticeHeadsTest {
    private static final NoticeHeads HEADS = NoticeHeads.shipped();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            LISTING     | Examplex Will List Made Up Coin (MUC)
            LISTING     | Examplex Supports MUC Mainnet Swap and Adds MUC/USDT Trading Pair
            LISTING     | Notice to Postpone Listing of Made Up Coin (MUC)
            DELISTING   | Notice of Removal of Three Trading Pairs - 2031/02/03
            DELISTING   | Examplex Will Delist MUC and All MUC Trading Pairs
            TGE         | Examplex Completes Made Up Lottery Draw and Opens Trading For MUC
            TGE         | Introducing Made Up Coin (MUC) on Examplex Launchpool
            AIRDROP     | Examplex Completes the MUC Airdrop and Lists MUC
            PRODUCT     | Examplex Adds Margin Trading for MUC & ABC
            PRODUCT     | Examplex Futures Will Launch a MUC/USDT Perpetual Contract, Leverage Up to 50x
            MAINTENANCE | Examplex Will Resume Trading for MUC/USDT and ABC/USDT Trading Pairs
            MAINTENANCE | Temporary Trading Halt for MUC Trading Pairs
            MAINTENANCE | Examplex Will Support the MUC Network Upgrade
            """)
    void readsTheTitle(Event.Type type, String title) {
        assertThat(HEADS.type(notice(title, "Dear users, margin, futures, delisting.")))
                .isEqualTo(type);
        assertThat(HEADS.type(notice(null, title + "\nDear users, margin, futures, delisting.")))
                .isEqualTo(type);
    }

    @Test
    void leavesOtherTitlesOpen() {
        assertThat(HEADS.type(notice("A letter to our users", "We will delist nothing.")))
                .isNull();
        assertThat(HEADS.type(notice(null, ""))).isNull();
    }

    private static ReadPost notice(String title, String text) {
        return ReadPost.of(new Post(
                Post.Source.ANNOUNCEMENT, "1", Instant.EPOCH, null, null, "examplex", title, text, null, null));
    }
}
