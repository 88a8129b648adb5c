package io.tokentape.topology.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokentape.topology.event.Event;
import io.tokentape.topology.event.EventOdds;
import io.tokentape.topology.text.Post;
import io.tokentape.topology.text.RandomTexts;
import io.tokentape.topology.text.ReadPost;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueFormulaTest {
    private static final ValueInputs INPUTS = ValueInputs.shipped();
    private static final ValueFormula SHIPPED = ValueFormula.shipped();

    @Test
    void termsSumToTheScoreExactly() {
        Random random = new Random(21);
        for (int n = 0; n < 5_000; n++) {
            ValueFormula formula = n % 2 == 0 ? SHIPPED : new ValueFormula(INPUTS, weights(random));
            Value value = formula.sum(inputs(random));
            assertThat(total(value)).isEqualTo(value.score()).isBetween(0.0, 100.0);
        }
    }

    @Test
    void termsOfRandomPostsSumToTheScoreExactly() {
        Random random = new Random(22);
        Post.Source[] sources = Post.Source.values();
        Event.Type[] types = Event.Type.values();
        for (int n = 0; n < 1_000; n++) {
            Value value = score(
                    sources[n % sources.length],
                    types[random.nextInt(types.length)],
                    random.nextDouble(),
                    RandomTexts.next(random, 60));
            assertThat(total(value)).isEqualTo(value.score());
        }
    }

    @Test
    void withoutATermTheScoreIsLessByExactlyItsContribution() {
        Random random = new Random(23);
        for (int n = 0; n < 1_000; n++) {
            Map<String, Double> weights = weights(random);
            double[] inputs = inputs(random);
            Value value = new ValueFormula(INPUTS, weights).sum(inputs);
            for (Value.Term term : value.terms()) {
                Map<String, Double> without = new HashMap<>(weights);
                without.replaceAll((name, weight) ->
                        name.equals(term.name()) || name.startsWith(term.name() + ".") ? 0.0 : weight);
                Value rest = new ValueFormula(INPUTS, without).sum(inputs);
                if (!bounded(value) && !bounded(rest)) {
                    assertThat(rest.score()).isEqualTo(value.score() - term.contribution());
                }
            }
        }
    }

    @Test
    void aPostIsValuableFromTheThresholdOn() {
        Random random = new Random(24);
        for (int n = 0; n < 2_000; n++) {
            Map<String, Double> weights = weights(random);
            Value value = new ValueFormula(INPUTS, weights).sum(inputs(random));
            double threshold = weights.get(ValueFormula.THRESHOLD);
            assertThat(value.valuable()).isEqualTo(value.score() >= threshold);
            assertThat(value.valuable())
                    .isEqualTo(ValueFormula.probability(value.score()) >= ValueFormula.probability(threshold));
        }
    }

    @Test
    void probabilityGrowsWithTheScore() {
        assertThat(ValueFormula.probability(ValueFormula.MIDDLE)).isEqualTo(0.5);
        for (double score = 0; score < 100; score += 0.25) {
            assertThat(ValueFormula.probability(score + 0.25)).isGreaterThan(ValueFormula.probability(score));
            assertThat(ValueFormula.probability(score)).isBetween(0.0, 1.0);
        }
    }

    @Test
    void inputsAreSharesAndEachHasAName() {
        Random random = new Random(25);
        for (int n = 0; n < 500; n++) {
            double[] inputs =
                    INPUTS.of(post(Post.Source.TWEET, RandomTexts.next(random, 80)), findings(Event.Type.HACK, 1));
            assertThat(inputs).hasSameSizeAs(INPUTS.names().toArray());
            for (double input : inputs) {
                assertThat(input).isBetween(0.0, 1.0);
            }
        }
        assertThat(INPUTS.names()).doesNotHaveDuplicates().allMatch(name -> name.matches("[a-z]+\\.[a-z_.]+"));
    }

    @Test
    void refusesToRunWithoutAWeight() {
        Map<String, Double> weights = weights(new Random(26));
        weights.remove("asset.certainty");
        assertThatThrownBy(() -> new ValueFormula(INPUTS, weights)).hasMessageContaining("asset.certainty");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            true  | LISTING    | ANNOUNCEMENT | Examplex Will List Made Up Coin (MUC)
            true  | REGULATION | NEWS         | Regulator Approves First Spot Bitcoin ETF. The SEC announced the decision today, according to officials.
            true  | ADOPTION   | NEWS         | Made Up Bank Launches Bitcoin Custody. The bank announced that it bought $50 million worth of BTC.
            false | PROMO      | TELEGRAM     | Join our VIP channel now, 50% discount, contact the admin!!!
            false | OPINION    | TWEET        | lol bro why would you sell, to the moon we go
            false | OTHER      | TWEET        | good morning
            """)
    void tellsWhatIsWorthPushing(boolean valuable, Event.Type type, Post.Source source, String text) {
        assertThat(score(source, type, 0.9, text).valuable()).isEqualTo(valuable);
    }

    private static double total(Value value) {
        double sum = 0;
        for (Value.Term term : value.terms()) {
            sum += term.contribution();
        }
        return sum;
    }

    private static boolean bounded(Value value) {
        return value.terms().stream().anyMatch(term -> term.name().equals("bounds"));
    }

    private static double[] inputs(Random random) {
        return INPUTS.names().stream()
                .mapToDouble(name -> random.nextInt(3) == 0 ? random.nextDouble() : 0)
                .toArray();
    }

    private static Map<String, Double> weights(Random random) {
        Map<String, Double> weights = new HashMap<>();
        INPUTS.names().forEach(name -> weights.put(name, 10 * random.nextGaussian()));
        weights.put(ValueFormula.BASE, 50.0);
        weights.put(ValueFormula.THRESHOLD, 30 + 40 * random.nextDouble());
        return weights;
    }

    private static Value score(Post.Source source, Event.Type type, double confidence, String text) {
        return SHIPPED.score(post(source, text), findings(type, confidence));
    }

    private static ValueFormula.Findings findings(Event.Type type, double confidence) {
        return new ValueFormula.Findings(List.of(), EventOdds.of(new Event(type, confidence)), false, false, false);
    }

    private static ReadPost post(Post.Source source, String text) {
        return ReadPost.of(new Post(source, "1", Instant.EPOCH, null, null, null, null, text, null, null));
    }
}
