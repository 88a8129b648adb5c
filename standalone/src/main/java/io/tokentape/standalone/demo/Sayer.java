package io.tokentape.standalone.demo;

import io.tokentape.schemas.avro.PostSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Someone who posts.
 *
 * @param author null for sources whose posts have none
 * @param channel null for tweets
 * @param language of nearly everything they say
 * @param skill how often they know where the price is heading, 0..1; else they guess
 */
record Sayer(
        PostSource source,
        String author,
        String name,
        String channel,
        String channelName,
        long followers,
        String language,
        double skill) {

    private static final List<String> LANGUAGES =
            List.of("en", "en", "en", "en", "en", "en", "en", "es", "de", "tr", "pt", "ru", "fr");
    private static final List<String> HANDLES = List.of(
            "chartwhisper",
            "hodl_anna",
            "night_trader",
            "blockreader",
            "moonmath",
            "satsstacker",
            "defi_dora",
            "candle_kid",
            "gwei_watcher",
            "ledgerlin",
            "onchain_otto",
            "bullish_bea",
            "bearcave",
            "orderbook_olga",
            "tape_reader",
            "volume_vic",
            "altseason",
            "cold_wallet",
            "macro_max",
            "yield_yuri",
            "tokenomics_tom",
            "whale_spotter",
            "degen_dave",
            "patient_paula",
            "fomo_fred",
            "risk_rita",
            "swing_sam",
            "scalp_sara",
            "news_nico",
            "quiet_quinn");
    private static final List<String> CALLS = List.of(
            "calls", "vip_signals", "whale_room", "spot_only", "futures_desk", "gem_hunters", "lounge", "daily");
    private static final List<String> OUTLETS = List.of("ledger", "herald", "wire");
    private static final List<String> COMMUNITIES = List.of("markets", "beginners", "technology");
    private static final List<String> DESKS = List.of("notices", "listings");

    static List<Sayer> all(Dice dice) {
        List<Sayer> all = new ArrayList<>();
        for (int i = 0; i < HANDLES.size(); i++) {
            String handle = HANDLES.get(i);
            long followers = (long) StrictMath.pow(10, dice.between(1.5, 5.7));
            all.add(new Sayer(
                    PostSource.TWEET,
                    "demo_" + handle,
                    handle.replace('_', ' '),
                    null,
                    null,
                    followers,
                    language(i),
                    skill(dice)));
        }
        for (int i = 0; i < CALLS.size(); i++) {
            String channel = CALLS.get(i);
            all.add(in(
                    PostSource.TELEGRAM,
                    "demo_" + channel,
                    "Demo " + channel.replace('_', ' '),
                    language(2 * i),
                    dice));
        }
        for (String outlet : OUTLETS) {
            all.add(in(PostSource.NEWS, "demo-" + outlet, "The Demo " + outlet, "en", dice));
        }
        for (String community : COMMUNITIES) {
            all.add(in(PostSource.REDDIT, "demo_" + community, "Demo " + community, "en", dice));
        }
        for (String desk : DESKS) {
            all.add(in(PostSource.ANNOUNCEMENT, "demo-exchange-" + desk, "Demo exchange " + desk, "en", dice));
        }
        return List.copyOf(all);
    }

    private static Sayer in(PostSource source, String channel, String name, String language, Dice dice) {
        return new Sayer(source, null, null, channel, name, 0, language, skill(dice));
    }

    /** In turn, so that every language has someone. */
    private static String language(int number) {
        return LANGUAGES.get(number % LANGUAGES.size());
    }

    /** Most know little. */
    private static double skill(Dice dice) {
        double fraction = dice.fraction();
        return DemoText.rounded(fraction * fraction);
    }
}
