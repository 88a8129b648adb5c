package io.tokentape.standalone.demo;

import io.tokentape.connectors.files.TapeRecord;
import io.tokentape.schemas.avro.Candle;
import io.tokentape.schemas.avro.PostMetrics;
import io.tokentape.schemas.avro.PostSource;
import io.tokentape.schemas.avro.RawPost;
import io.tokentape.schemas.avro.TokenState;
import io.tokentape.schemas.avro.Tri;
import io.tokentape.schemas.catalogue.Topic;
import io.tokentape.schemas.catalogue.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/**
 * The demo's events in order of their times, from a fixed past instant on: posts of all sources with edits, deletes and
 * near-repeats, a state of every asset each ten minutes and a candle each hour. A function of the seed alone; the clock
 * only says how much of it has happened. For use by one thread.
 */
public final class DemoTape implements Iterator<DemoEvent> {
    public static final Instant START = Instant.parse("2025-01-01T00:00:00Z");
    public static final long SEED = 42;

    private static final String PROVIDER = "demo";
    private static final long STATE_MILLIS = Duration.ofMinutes(10).toMillis();
    private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();
    private static final double POST_MILLIS = Duration.ofSeconds(40).toMillis();
    private static final long FIRST_POST_MILLIS = Duration.ofSeconds(5).toMillis();
    private static final int REMEMBERED_POSTS = 32;
    private static final double CHATTER = 0.16;
    private static final double REPEAT = 0.08;
    private static final double EDIT = 0.03;
    private static final double DELETE = 0.015;

    /** How far news of an event moves the price, as a logarithmic return; what is not named moves nothing. */
    private static final Map<String, Double> PUSHES =
            Map.of("listing", 0.02, "delisting", -0.02, "hack", -0.03, "regulation", 0.015, "partnership", 0.01);

    /** How often people who have a language of their own use it. */
    private static final double OWN_LANGUAGE = 0.5;

    private static final List<String> TAILS =
            List.of("", " !!", " 👀", " 🔥", " (via a friend)", "\n\nwhat do you think?");

    private final Topics topics;
    private final Clock clock;
    private final String idPrefix;
    private final Dice dice;
    private final PostWriter writer;
    private final List<DemoAsset> assets = DemoAsset.all();
    private final List<DemoAsset> withAddress =
            assets.stream().filter(asset -> !asset.address().isEmpty()).toList();
    private final Map<DemoAsset, PricePath> paths = new HashMap<>();
    private final List<Sayer> sayers;
    private final List<Template> templates = Template.all();
    private final Map<String, List<Template>> choices = new HashMap<>();

    private final long[] nextState;
    private final long[] nextCandle;
    private long nextPost = START.toEpochMilli() + FIRST_POST_MILLIS;
    private final PriorityQueue<FollowUp> followUps =
            new PriorityQueue<>(Comparator.comparingLong(FollowUp::at).thenComparingLong(FollowUp::number));
    private final Deque<Said> lastSaid = new ArrayDeque<>();
    private long posts;

    /** A post that was said: what an edit, a delete or a repeat refers to. */
    private record Said(Sayer sayer, RawPost post, DemoTruth.Post truth) {}

    /** An edit or a delete to come. */
    private record FollowUp(long at, long number, Said said, boolean deletes) {}

    /** @param clock what has not happened by then is not given yet */
    public DemoTape(long seed, Topics topics, Clock clock) {
        this.topics = topics;
        this.clock = clock;
        this.idPrefix = "demo-" + Long.toHexString(seed) + "-";
        this.dice = new Dice(seed);
        this.writer = new PostWriter(dice, asset -> paths.get(asset).price());
        this.sayers = Sayer.all(dice);
        this.nextState = new long[assets.size()];
        this.nextCandle = new long[assets.size()];
        for (int i = 0; i < assets.size(); i++) {
            long start = START.toEpochMilli();
            paths.put(assets.get(i), new PricePath(assets.get(i), start, new Dice(seed * 31 + i)));
            // All at once at first, so that no post finds an asset without a state; then spread over the interval.
            nextState[i] = start;
            nextCandle[i] = start + HOUR_MILLIS;
        }
    }

    /** False while the next event is still to come; may be true later. */
    @Override
    public boolean hasNext() {
        return nextMillis() <= clock.millis();
    }

    /** When the next event is learned. */
    public Instant nextAt() {
        return Instant.ofEpochMilli(nextMillis());
    }

    @Override
    public DemoEvent next() {
        long at = nextMillis();
        if (at > clock.millis()) {
            throw new NoSuchElementException("the next event is still to come");
        }
        for (int i = 0; i < assets.size(); i++) {
            if (nextCandle[i] == at) {
                nextCandle[i] += HOUR_MILLIS;
                return candle(assets.get(i), at);
            }
        }
        for (int i = 0; i < assets.size(); i++) {
            if (nextState[i] == at) {
                nextState[i] += at == START.toEpochMilli() ? STATE_MILLIS / assets.size() * (i + 1) : STATE_MILLIS;
                return state(assets.get(i), at);
            }
        }
        if (!followUps.isEmpty() && followUps.peek().at == at) {
            return followUp(followUps.remove());
        }
        nextPost = at + 1 + (long) dice.wait(POST_MILLIS);
        return post(at);
    }

    private long nextMillis() {
        long next = nextPost;
        for (int i = 0; i < nextState.length; i++) {
            next = Math.min(next, Math.min(nextState[i], nextCandle[i]));
        }
        return followUps.isEmpty() ? next : Math.min(next, followUps.peek().at);
    }

    private DemoEvent post(long at) {
        assets.forEach(asset -> paths.get(asset).advance(at));
        long number = posts++;
        Said said =
                number > 0 && !lastSaid.isEmpty() && dice.chance(REPEAT) ? repeat(at, number) : original(at, number);
        remember(said);
        if (dice.chance(EDIT)) {
            followUps.add(new FollowUp(later(at, 30), number, said, false));
        } else if (dice.chance(DELETE)) {
            followUps.add(new FollowUp(later(at, 120), number, said, true));
        }
        return event(said);
    }

    private Said original(long at, long number) {
        boolean first = number == 0;
        Sayer sayer = first ? sayers.get(0) : dice.oneOf(sayers);
        DemoAsset asset = dice.oneOf(assets);
        boolean chatter = !first && dice.chance(CHATTER);
        Drift drift = paths.get(asset).drift();
        String stance = chatter ? "none" : stance(sayer, drift);
        String language = dice.chance(OWN_LANGUAGE) ? sayer.language() : "en";
        Template template = dice.oneOf(choices(sayer.source(), language, stance));
        List<DemoAsset> meant = template.isChatter() ? List.of() : meant(template, asset);
        PostWriter.Written written = writer.write(template, meant);
        RawPost post = rawPost(sayer, number, at, written.title(), written.text());
        boolean speaks = !written.mentions().isEmpty();
        if (speaks && isNews(sayer.source())) {
            double push = PUSHES.getOrDefault(template.event(), 0.0);
            boolean opposite =
                    template.event().equals("regulation") && template.stance().equals("bearish");
            paths.get(meant.get(0)).push(opposite ? -push : push);
        }
        DemoTruth.Post truth = new DemoTruth.Post(
                at,
                label(sayer.source()),
                post.getId(),
                1,
                false,
                template.language(),
                template.event(),
                speaks ? template.stance() : "neutral",
                written.assets(),
                written.mentions(),
                written.signal(),
                null,
                sayer.skill(),
                speaks ? paths.get(meant.get(0)).drift().label() : null);
        return new Said(sayer, post, truth);
    }

    /** Someone else on the same network says nearly the same. */
    private Said repeat(long at, long number) {
        Said first = dice.oneOf(List.copyOf(lastSaid));
        List<Sayer> others = sayers.stream()
                .filter(sayer -> sayer.source() == first.sayer.source() && sayer != first.sayer)
                .toList();
        Sayer sayer = dice.oneOf(others);
        DemoTruth.Post known = first.truth;
        RawPost post = rawPost(sayer, number, at, first.post.getTitle(), first.post.getText() + dice.oneOf(TAILS));
        DemoTruth.Post truth = new DemoTruth.Post(
                at,
                known.source(),
                post.getId(),
                1,
                false,
                known.language(),
                known.event(),
                known.stance(),
                known.assets(),
                known.mentions(),
                known.signal(),
                known.id(),
                sayer.skill(),
                known.drift());
        return new Said(sayer, post, truth);
    }

    private DemoEvent followUp(FollowUp due) {
        RawPost before = due.said.post;
        RawPost after = RawPost.newBuilder(before)
                .setRevision(before.getRevision() + 1)
                .setDeleted(due.deletes)
                .setPublishedAt(null)
                .setTitle(due.deletes ? null : before.getTitle())
                .setText(due.deletes ? "" : before.getText() + "\n\nEdit: typo")
                .setMetrics(null)
                .build();
        DemoTruth.Post known = due.said.truth;
        DemoTruth.Post truth = new DemoTruth.Post(
                due.at,
                known.source(),
                known.id(),
                after.getRevision(),
                due.deletes,
                known.language(),
                known.event(),
                known.stance(),
                known.assets(),
                due.deletes ? List.of() : known.mentions(),
                due.deletes ? null : known.signal(),
                known.repeats(),
                known.skill(),
                known.drift());
        return event(new Said(due.said.sayer, after, truth));
    }

    private DemoEvent event(Said said) {
        Topic<RawPost> topic = switch (said.post.getSource()) {
            case TWEET -> topics.rawTweets;
            case TELEGRAM -> topics.rawTelegram;
            case REDDIT -> topics.rawReddit;
            default -> topics.rawNews;
        };
        String key = said.sayer.author() == null ? said.sayer.channel() : said.sayer.author();
        return new DemoEvent(new TapeRecord<>(topic, key, said.truth.ts(), said.post), said.truth);
    }

    private RawPost rawPost(Sayer sayer, long number, long at, String title, String text) {
        boolean isTweet = sayer.source() == PostSource.TWEET;
        double reach = dice.fraction() * dice.fraction();
        long views = (long) (reach * (isTweet ? sayer.followers() : 20_000));
        RawPost post = new RawPost();
        post.setSource(sayer.source());
        post.setId(idPrefix + number);
        post.setRevision(1);
        post.setAuthor(sayer.author());
        post.setAuthorName(isTweet ? sayer.name() : null);
        post.setFollowers(isTweet ? sayer.followers() : null);
        post.setChannel(sayer.channel());
        post.setChannelName(sayer.channelName());
        post.setPublishedAt(at - dice.below(4000));
        post.setTitle(title);
        post.setText(text);
        post.setUrl("https://demo.invalid/" + label(sayer.source()) + "/" + post.getId());
        PostMetrics metrics = new PostMetrics();
        switch (sayer.source()) {
            case TWEET -> {
                metrics.setLikes(views / 40);
                metrics.setReposts(views / 300);
                metrics.setReplies(views / 500);
                metrics.setViews(views);
                post.setMetrics(metrics);
            }
            case TELEGRAM -> {
                metrics.setViews(views);
                metrics.setForwards(views / 200);
                post.setMetrics(metrics);
            }
            default -> post.setMetrics(null);
        }
        return post;
    }

    /** Who knows says where the price is heading, who does not guesses. */
    private String stance(Sayer sayer, Drift drift) {
        Drift said = dice.chance(sayer.skill()) ? drift : Drift.values()[dice.below(3)];
        return switch (said) {
            case UP -> "bullish";
            case FLAT -> "neutral";
            case DOWN -> "bearish";
        };
    }

    /** What may be said; language and then stance give way before the source does. */
    private List<Template> choices(PostSource source, String language, String stance) {
        return choices.computeIfAbsent(source + "/" + language + "/" + stance, added -> {
            List<Template> wanted = matching(source, language, stance);
            wanted = wanted.isEmpty() ? matching(source, "en", stance) : wanted;
            return wanted.isEmpty()
                    ? templates.stream()
                            .filter(template -> template.sources().contains(source))
                            .filter(template -> !template.isChatter())
                            .toList()
                    : wanted;
        });
    }

    private List<Template> matching(PostSource source, String language, String stance) {
        return templates.stream()
                .filter(template -> template.sources().contains(source))
                .filter(template -> template.language().equals(language))
                .filter(template -> template.stance().equals(stance))
                .toList();
    }

    /** The asset and two others, none twice. */
    private List<DemoAsset> meant(Template template, DemoAsset asset) {
        List<DemoAsset> meant = new ArrayList<>();
        meant.add(template.needsAddress() && asset.address().isEmpty() ? dice.oneOf(withAddress) : asset);
        while (meant.size() < 3) {
            DemoAsset other = dice.oneOf(assets);
            if (!meant.contains(other)) {
                meant.add(other);
            }
        }
        return meant;
    }

    private DemoEvent state(DemoAsset asset, long at) {
        PricePath path = paths.get(asset);
        path.advance(at);
        double price = DemoText.rounded(path.price());
        boolean contract = !asset.address().isEmpty();
        double turnover = asset.supply() * price * dice.between(0.01, 0.06);
        TokenState state = TokenState.newBuilder()
                .setAsset(asset.asset())
                .setProvider(PROVIDER)
                .setObservedAt(at)
                .build();
        state.setPriceUsd(price);
        state.setMarketCapUsd(DemoText.rounded(asset.supply() * price));
        state.setCirculatingSupply(asset.supply());
        state.setVolume24hUsd(DemoText.rounded(turnover));
        state.setVolume1hUsd(DemoText.rounded(turnover / 24 * dice.between(0.4, 1.8)));
        state.setPriceChange1h(DemoText.rounded(path.price() / path.priceBefore(60) - 1));
        state.setPriceChange24h(DemoText.rounded(path.price() / path.priceBefore(24 * 60) - 1));
        state.setHoneypot(contract ? Tri.NO : Tri.UNKNOWN);
        state.setMintable(contract ? Tri.NO : Tri.UNKNOWN);
        state.setFreezable(contract ? Tri.NO : Tri.UNKNOWN);
        if (contract) {
            // Only contracts have pools and holders that a provider could count; of coins these stay unknown.
            state.setLiquidityUsd(DemoText.rounded(asset.supply() * price * dice.between(0.002, 0.003)));
            state.setFdvUsd(state.getMarketCapUsd());
            state.setHolders(300_000L + dice.below(2000));
            state.setTop10Share(DemoText.rounded(dice.between(0.2, 0.25)));
            state.setBuyTax(0.0);
            state.setSellTax(0.0);
        }
        return new DemoEvent(
                new TapeRecord<>(topics.tokenState, asset.asset(), at, state),
                new DemoTruth.Price(at, asset.asset(), price, path.drift().label()));
    }

    private DemoEvent candle(DemoAsset asset, long at) {
        PricePath path = paths.get(asset);
        path.advance(at);
        double[] hour = path.takeHour();
        Candle candle = new Candle();
        candle.setAsset(asset.asset());
        candle.setSymbol(asset.symbol());
        candle.setQuote("USD");
        candle.setIntervalMillis(HOUR_MILLIS);
        candle.setOpenAt(at - HOUR_MILLIS);
        candle.setOpen(DemoText.rounded(hour[0]));
        candle.setHigh(DemoText.rounded(hour[1]));
        candle.setLow(DemoText.rounded(hour[2]));
        candle.setClose(DemoText.rounded(hour[3]));
        candle.setVolume(DemoText.rounded(asset.supply() * dice.between(0.0004, 0.0025)));
        candle.setRevision(1);
        candle.setProvider(PROVIDER);
        return new DemoEvent(
                new TapeRecord<>(topics.candles, asset.asset(), at, candle),
                new DemoTruth.Price(
                        at, asset.asset(), candle.getClose(), path.drift().label()));
    }

    private void remember(Said said) {
        // Only networks where people copy each other.
        boolean copied = said.post.getSource() == PostSource.TWEET || said.post.getSource() == PostSource.TELEGRAM;
        if (copied && !said.truth.assets().isEmpty() && said.truth.repeats() == null) {
            lastSaid.add(said);
            if (lastSaid.size() > REMEMBERED_POSTS) {
                lastSaid.remove();
            }
        }
    }

    private static boolean isNews(PostSource source) {
        return source == PostSource.NEWS || source == PostSource.ANNOUNCEMENT;
    }

    private long later(long at, int minutes) {
        return at + 60_000 + (long) (dice.fraction() * minutes * 60_000);
    }

    private static String label(PostSource source) {
        return source.name().toLowerCase(Locale.ROOT);
    }
}
