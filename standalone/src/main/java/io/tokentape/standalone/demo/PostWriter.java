package io.tokentape.standalone.demo;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** Puts assets, prices and other particulars into a template and notes where each asset is named. */
final class PostWriter {
    private static final List<String> VENUES = List.of("Binance", "Coinbase", "Kraken", "OKX", "Bybit", "KuCoin");
    private static final List<String> QUOTES = List.of("USDT", "USDT", "USDT", "USD", "USDC");
    private static final Map<String, List<String>> WEEKDAYS =
            Map.of("en", List.of("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"));
    /** Symbols that are no words, so that people write them bare. */
    private static final Set<String> BARE = Set.of("BTC", "ETH", "XRP", "DOGE", "LTC");

    private final Dice dice;
    private final ToDoubleFunction<DemoAsset> prices;

    /** @param prices the price now */
    PostWriter(Dice dice, ToDoubleFunction<DemoAsset> prices) {
        this.dice = dice;
        this.prices = prices;
    }

    /** @param signal null = the post makes no call */
    record Written(String title, String text, List<DemoTruth.Mention> mentions, DemoTruth.Call signal) {
        List<String> assets() {
            Set<String> assets = new LinkedHashSet<>();
            mentions.forEach(mention -> assets.add(mention.asset()));
            return List.copyOf(assets);
        }
    }

    /** @param assets what {a}, {b} and {c} stand for */
    Written write(Template template, List<DemoAsset> assets) {
        Particulars particulars = new Particulars(template, assets);
        List<DemoTruth.Mention> mentions = new ArrayList<>();
        String title = template.title() == null ? null : fill(template.title(), "title", particulars, mentions);
        String text = fill(template.text(), "text", particulars, mentions);
        return new Written(title, text, List.copyOf(mentions), particulars.call());
    }

    private String fill(String form, String part, Particulars particulars, List<DemoTruth.Mention> mentions) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (true) {
            int open = form.indexOf('{', at);
            if (open < 0) {
                return text.append(form, at, form.length()).toString();
            }
            int close = form.indexOf('}', open);
            text.append(form, at, open);
            String slot = form.substring(open + 1, close);
            DemoAsset named = particulars.asset(slot);
            if (named == null) {
                text.append(particulars.value(slot));
            } else {
                String surface = surface(slot, named);
                mentions.add(new DemoTruth.Mention(
                        named.asset(), surface, part, text.length(), text.length() + surface.length()));
                text.append(surface);
            }
            at = close + 1;
        }
    }

    private String surface(String slot, DemoAsset asset) {
        String form = slot.equals("sym") ? "" : slot.substring(1);
        return switch (form) {
            case "$" -> "$" + asset.symbol();
            case "n" -> asset.name();
            case "#" -> "#" + asset.symbol();
            case "/" -> asset.symbol() + "/" + dice.oneOf(QUOTES);
            case "@" -> asset.address();
            default -> slot.equals("sym") ? asset.symbol() : anyForm(asset);
        };
    }

    private String anyForm(DemoAsset asset) {
        double fraction = dice.fraction();
        if (fraction < 0.45) {
            return "$" + asset.symbol();
        }
        if (fraction < 0.75) {
            return asset.name();
        }
        if (fraction < 0.85) {
            return "#" + asset.symbol();
        }
        if (fraction < 0.92) {
            return asset.symbol() + "/" + dice.oneOf(QUOTES);
        }
        return BARE.contains(asset.symbol()) ? asset.symbol() : "$" + asset.symbol();
    }

    /** What the slots of one post stand for: the same in title and text. */
    private final class Particulars {
        private final List<DemoAsset> assets;
        private final String language;
        private final boolean calls;
        private final boolean isLong;
        private final double price;
        private final String venue = dice.oneOf(VENUES);
        private final int weekday = dice.below(7);
        private final int hour = dice.below(24);
        private final String percent = DemoText.shown((10 + dice.below(130)) / 10.0);
        private final int count = 2 + dice.below(90);
        private final List<String> entries = new ArrayList<>();
        private final List<String> targets = new ArrayList<>();
        private String stop;

        Particulars(Template template, List<DemoAsset> assets) {
            this.assets = assets;
            this.language = template.language();
            this.calls = template.event().equals("trade_signal");
            this.isLong = template.stance().equals("bullish");
            this.price = assets.isEmpty() ? 1 : prices.applyAsDouble(assets.get(0));
        }

        /** Null when the slot is none of an asset. */
        DemoAsset asset(String slot) {
            if (slot.equals("sym")) {
                return assets.get(0);
            }
            boolean isAsset = slot.length() <= 2
                    && "abc".indexOf(slot.charAt(0)) >= 0
                    && (slot.length() == 1 || "$n#/@".indexOf(slot.charAt(1)) >= 0);
            return isAsset ? assets.get("abc".indexOf(slot.charAt(0))) : null;
        }

        String value(String slot) {
            return switch (slot) {
                case "price" -> DemoText.shown(price);
                case "higher" -> DemoText.shown(price * 1.12);
                case "lower" -> DemoText.shown(price * 0.88);
                case "pct" -> percent;
                case "count" -> Integer.toString(count);
                case "usd" -> Integer.toString(1 + count / 4);
                case "venue" -> venue;
                case "hour" -> Integer.toString(hour);
                case "weekday" ->
                    WEEKDAYS.getOrDefault(language, WEEKDAYS.get("en")).get(weekday);
                case "e1" -> entry(0.998);
                case "e2" -> entry(0.985);
                case "t1" -> target(1.03);
                case "t2" -> target(1.06);
                case "t3" -> target(1.11);
                case "sl" -> stop = level(0.95);
                case "lev" -> Integer.toString(2 + dice.below(9));
                default -> throw new IllegalArgumentException("no slot {" + slot + "}");
            };
        }

        DemoTruth.Call call() {
            return calls
                    ? new DemoTruth.Call(isLong ? "long" : "short", List.copyOf(entries), List.copyOf(targets), stop)
                    : null;
        }

        private String entry(double factor) {
            String level = level(factor);
            entries.add(level);
            return level;
        }

        private String target(double factor) {
            String level = level(factor);
            targets.add(level);
            return level;
        }

        /** Mirrored at the price for a short. */
        private String level(double factor) {
            return DemoText.shown(price * (isLong ? factor : 2 - factor));
        }
    }
}
