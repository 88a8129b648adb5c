package io.tokentape.connectors.files;

import io.tokentape.schemas.avro.KeywordRule;
import io.tokentape.schemas.avro.RuleKind;
import io.tokentape.schemas.avro.RuleRef;
import io.tokentape.schemas.catalogue.Topics;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Rules as JSON lines: {@code id} and {@code kind} must be there, what else {@link RuleRef} holds is optional. Keywords
 * are objects of {@code text}, {@code tier} and, where they are of one language, {@code language}. The record's timestamp
 * is when it takes effect.
 */
public final class RuleLines implements LineParser<RuleRef> {
    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2}");
    private static final int LOWEST_TIER = 3;

    private final Topics topics;
    private final Reference reference;

    public RuleLines(Topics topics, Clock clock) {
        this.topics = topics;
        this.reference = new Reference(clock);
    }

    @Override
    public Parsed<RuleRef> parse(byte[] bytes, int offset, int length) {
        if (Lines.isBlank(bytes, offset, length)) {
            return new Parsed.Nothing<>();
        }
        try {
            Lines.checkSmall(length);
            return new Parsed.Accepted<>(record(bytes, offset, length));
        } catch (RejectedLineException e) {
            return new Parsed.Rejected<>(e.reason(), e.getMessage());
        }
    }

    private TapeRecord<RuleRef> record(byte[] bytes, int offset, int length) throws RejectedLineException {
        RuleRef rule = new RuleRef();
        rule.setVersion(1);
        rule.setEnabled(true);
        Map<String, Double> numbers = new HashMap<>();
        List<KeywordRule> keywords = new ArrayList<>();
        JsonFields.read(bytes, offset, length, (name, json) -> {
            switch (name) {
                case "id" -> rule.setId(json.text());
                case "kind" -> rule.setKind(json.constant(RuleKind.class, null));
                case "version" -> {
                    Integer version = json.ordinal();
                    rule.setVersion(version == null ? 1 : version);
                }
                case "subject" -> rule.setSubject(json.text());
                case "enabled" -> rule.setEnabled(!Boolean.FALSE.equals(json.truth()));
                case "numbers" -> json.object((number, value) -> number(number, value, numbers));
                case "keywords" -> json.objects(one -> keywords.add(keyword(one)));
                case "note" -> rule.setNote(json.text());
                case "effectiveAt" -> rule.setEffectiveAt(json.timeOrDate());
                case "deleted" -> rule.setDeleted(Boolean.TRUE.equals(json.truth()));
                default -> {
                    // Unknown fields are ignored.
                }
            }
        });
        rule.setNumbers(numbers);
        rule.setKeywords(keywords);
        check(rule);
        return new TapeRecord<>(topics.refRules, rule.getId(), reference.timestamp(rule.getEffectiveAt()), rule);
    }

    private void check(RuleRef rule) throws RejectedLineException {
        reference.checkId(rule.getId());
        if (rule.getKind() == null || rule.getKind() == RuleKind.UNKNOWN) {
            throw RejectedLineException.missing("kind");
        }
        if ((rule.getKind() == RuleKind.KEYWORDS || rule.getKind() == RuleKind.URGENCY) && rule.getSubject() != null) {
            throw RejectedLineException.badValue("subject", "must be absent: words hold for all");
        }
    }

    private static void number(String name, JsonFields value, Map<String, Double> numbers)
            throws IOException, RejectedLineException {
        Double number = value.number();
        if (number != null) {
            numbers.put(name, number);
        }
    }

    private static KeywordRule keyword(JsonFields fields) throws IOException, RejectedLineException {
        KeywordRule keyword = new KeywordRule();
        keyword.setTier(0);
        fields.object((name, json) -> {
            switch (name) {
                case "text" -> keyword.setText(json.text());
                case "tier" -> {
                    Integer tier = json.ordinal();
                    keyword.setTier(tier == null ? 0 : tier);
                }
                case "language" -> keyword.setLanguage(json.text());
                default -> {
                    // Unknown fields are ignored.
                }
            }
        });
        if (keyword.getText() == null) {
            throw RejectedLineException.missing("keywords.text");
        }
        if (keyword.getText().codePoints().noneMatch(Character::isLetterOrDigit)) {
            throw RejectedLineException.badValue("keywords.text", "has neither letter nor digit");
        }
        if (keyword.getTier() < 1 || keyword.getTier() > LOWEST_TIER) {
            throw RejectedLineException.badValue("keywords.tier", "must be 1, 2 or 3");
        }
        if (keyword.getLanguage() != null
                && !LANGUAGE.matcher(keyword.getLanguage()).matches()) {
            throw RejectedLineException.badValue("keywords.language", "must be ISO 639-1, such as en");
        }
        keyword.setText(keyword.getText().toLowerCase(Locale.ROOT));
        return keyword;
    }
}
