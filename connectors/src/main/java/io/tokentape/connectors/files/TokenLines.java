package io.tokentape.connectors.files;

import io.tokentape.schemas.avro.TokenRef;
import io.tokentape.schemas.catalogue.Topics;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Tokens as JSON lines: {@code id}, {@code symbol} and {@code name} must be there; {@code effectiveAt} (absent = holds
 * always) and {@code deleted} are optional. The record's timestamp is when it takes effect, so that a token that always
 * held never moves the tape's time ahead of the posts it explains.
 */
public final class TokenLines implements LineParser<TokenRef> {
    private final Topics topics;
    private final Reference reference;

    public TokenLines(Topics topics, Clock clock) {
        this.topics = topics;
        this.reference = new Reference(clock);
    }

    @Override
    public Parsed<TokenRef> parse(byte[] bytes, int offset, int length) {
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

    private TapeRecord<TokenRef> record(byte[] bytes, int offset, int length) throws RejectedLineException {
        TokenRef token = new TokenRef();
        token.setAliases(List.of());
        token.setAssets(List.of());
        JsonFields.read(bytes, offset, length, (name, json) -> {
            switch (name) {
                case "id" -> token.setId(json.text());
                case "symbol" -> token.setSymbol(json.text());
                case "name" -> token.setName(json.text());
                case "aliases" -> token.setAliases(json.texts());
                case "assets" -> token.setAssets(json.texts());
                case "primary" -> token.setPrimary(json.text());
                case "rank" -> token.setRank(json.ordinal());
                case "knownFrom" -> token.setKnownFrom(json.timeOrDate());
                case "effectiveAt" -> token.setEffectiveAt(json.timeOrDate());
                case "deleted" -> token.setDeleted(Boolean.TRUE.equals(json.truth()));
                default -> {
                    // Unknown fields are ignored.
                }
            }
        });
        checkNames(token);
        checkAssets(token);
        return new TapeRecord<>(topics.refTokens, token.getId(), reference.timestamp(token.getEffectiveAt()), token);
    }

    private void checkNames(TokenRef token) throws RejectedLineException {
        reference.checkId(token.getId());
        if (token.getSymbol() == null) {
            throw RejectedLineException.missing("symbol");
        }
        if (token.getSymbol().isBlank()) {
            throw RejectedLineException.badValue("symbol", "is empty");
        }
        if (token.getName() == null) {
            throw RejectedLineException.missing("name");
        }
        token.setSymbol(token.getSymbol().toUpperCase(Locale.ROOT));
    }

    private static void checkAssets(TokenRef token) throws RejectedLineException {
        List<String> assets = new ArrayList<>();
        for (String asset : token.getAssets()) {
            assets.add(AssetId.canonical("assets", asset));
        }
        token.setAssets(assets);
        if (token.getPrimary() != null) {
            token.setPrimary(AssetId.canonical("primary", token.getPrimary()));
            if (!assets.contains(token.getPrimary())) {
                throw RejectedLineException.badValue("primary", "is not one of assets");
            }
        }
    }
}
