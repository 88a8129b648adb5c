package io.tokentape.standalone.ingest;

import io.tokentape.connectors.files.CandleLines;
import io.tokentape.connectors.files.CompanyLines;
import io.tokentape.connectors.files.LineParser;
import io.tokentape.connectors.files.PostLines;
import io.tokentape.connectors.files.RuleLines;
import io.tokentape.connectors.files.StateLines;
import io.tokentape.connectors.files.SymbolResolver;
import io.tokentape.connectors.files.TokenLines;
import io.tokentape.schemas.catalogue.Topic;
import io.tokentape.schemas.catalogue.Topics;
import io.tokentape.topology.mention.TokenEntry;
import io.tokentape.topology.mention.TokenRegistry;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What a file holds. */
enum ImportKind {
    POSTS,
    CANDLES,
    TOKENS,
    STATES,
    COMPANIES,
    RULES;

    /** A parser for one file. */
    LineParser<?> parser(Topics topics, Clock clock) {
        return switch (this) {
            case POSTS -> new PostLines(topics, clock);
            case CANDLES -> new CandleLines(topics, clock, ShippedSymbols.RESOLVER);
            case TOKENS -> new TokenLines(topics, clock);
            case STATES -> new StateLines(topics, clock);
            case COMPANIES -> new CompanyLines(topics, clock);
            case RULES -> new CheckedRuleLines(new RuleLines(topics, clock));
        };
    }

    /** Where its records go. */
    List<Topic<?>> targets(Topics topics) {
        return switch (this) {
            case POSTS -> List.copyOf(topics.raw());
            case CANDLES -> List.of(topics.candles);
            case TOKENS -> List.of(topics.refTokens);
            case STATES -> List.of(topics.tokenState);
            case COMPANIES -> List.of(topics.refCompanies);
            case RULES -> List.of(topics.refRules);
        };
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static final class Converter implements ITypeConverter<ImportKind> {
        @Override
        public ImportKind convert(String text) {
            return Arrays.stream(values())
                    .filter(kind -> kind.label().equals(text))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(
                            "'" + text + "' is not posts, candles, tokens, states, companies or rules"));
        }
    }

    static final class Labels extends java.util.ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Labels() {
            super(Arrays.stream(values()).map(ImportKind::label).toList());
        }
    }

    /** Reading the shipped registry takes a moment, so only candles do it. */
    private static final class ShippedSymbols {
        private static final SymbolResolver RESOLVER = resolver(TokenRegistry.shipped());

        private static SymbolResolver resolver(TokenRegistry registry) {
            return symbol -> registry.bestBySymbol(symbol).map(TokenEntry::primary);
        }
    }
}
