package io.tokentape.connectors.files;

import io.tokentape.schemas.avro.CompanyRef;
import io.tokentape.schemas.avro.Priority;
import io.tokentape.schemas.catalogue.Topics;
import java.time.Clock;
import java.util.List;
import java.util.Locale;

/**
 * Watched companies as JSON lines: {@code id} and {@code name} must be there, what else {@link CompanyRef} holds is
 * optional. The record's timestamp is when it takes effect.
 */
public final class CompanyLines implements LineParser<CompanyRef> {
    private final Topics topics;
    private final Reference reference;

    public CompanyLines(Topics topics, Clock clock) {
        this.topics = topics;
        this.reference = new Reference(clock);
    }

    @Override
    public Parsed<CompanyRef> parse(byte[] bytes, int offset, int length) {
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

    private TapeRecord<CompanyRef> record(byte[] bytes, int offset, int length) throws RejectedLineException {
        CompanyRef company = new CompanyRef();
        company.setAliases(List.of());
        company.setSymbols(List.of());
        company.setTokens(List.of());
        company.setAccounts(List.of());
        company.setPriority(Priority.UNKNOWN);
        JsonFields.read(bytes, offset, length, (name, json) -> {
            switch (name) {
                case "id" -> company.setId(json.text());
                case "name" -> company.setName(json.text());
                case "aliases" -> company.setAliases(json.texts());
                case "symbols" ->
                    company.setSymbols(json.texts().stream()
                            .map(symbol -> symbol.toUpperCase(Locale.ROOT))
                            .toList());
                case "tokens" -> company.setTokens(json.texts());
                case "accounts" -> company.setAccounts(json.texts());
                case "priority" -> company.setPriority(json.constant(Priority.class, Priority.UNKNOWN));
                case "website" -> company.setWebsite(json.text());
                case "note" -> company.setNote(json.text());
                case "effectiveAt" -> company.setEffectiveAt(json.timeOrDate());
                case "deleted" -> company.setDeleted(Boolean.TRUE.equals(json.truth()));
                default -> {
                    // Unknown fields are ignored.
                }
            }
        });
        reference.checkId(company.getId());
        checkNames(company);
        return new TapeRecord<>(
                topics.refCompanies, company.getId(), reference.timestamp(company.getEffectiveAt()), company);
    }

    private static void checkNames(CompanyRef company) throws RejectedLineException {
        if (company.getName() == null) {
            throw RejectedLineException.missing("name");
        }
        checkName("name", company.getName());
        for (String alias : company.getAliases()) {
            checkName("aliases", alias);
        }
    }

    /** A name without a letter or digit could never be found. */
    private static void checkName(String field, String name) throws RejectedLineException {
        if (name.codePoints().noneMatch(Character::isLetterOrDigit)) {
            throw RejectedLineException.badValue(field, "has a name without a letter or digit");
        }
    }
}
