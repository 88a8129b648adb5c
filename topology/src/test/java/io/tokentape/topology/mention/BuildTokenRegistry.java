package io.tokentape.topology.mention;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tokentape.topology.text.Words;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Makes the shipped token registry out of the hand-kept table of coins and of published token lists; docs/token-registry.md
 * says which, and under what licences. Same input, same bytes.
 *
 * <pre>BuildTokenRegistry COINS_FILE LISTS_FOLDER OUTPUT_FILE</pre>
 */
public final class BuildTokenRegistry {
    /** The hand-kept coins have the ranks before this. */
    private static final int FIRST_LISTED_RANK = 1000;

    /** How many chains and lists must name a token for it to get a rank. */
    private static final int RANKED_FROM = 3;

    private static final Map<String, String> CHAINS = Map.ofEntries(
            Map.entry("1", "ethereum"),
            Map.entry("10", "optimism"),
            Map.entry("25", "cronos"),
            Map.entry("56", "bsc"),
            Map.entry("66", "okc"),
            Map.entry("100", "gnosischain"),
            Map.entry("122", "fuse"),
            Map.entry("128", "heco"),
            Map.entry("137", "polygon"),
            Map.entry("250", "fantom"),
            Map.entry("288", "boba"),
            Map.entry("592", "astar"),
            Map.entry("1284", "moonbeam"),
            Map.entry("1285", "moonriver"),
            Map.entry("8453", "base"),
            Map.entry("9001", "evmos"),
            Map.entry("42161", "arbitrum"),
            Map.entry("42220", "celo"),
            Map.entry("43114", "avalanche"),
            Map.entry("1313161554", "aurora"),
            Map.entry("1666600000", "harmony"),
            Map.entry("-1", "solana"),
            Map.entry("101", "solana"));

    private static final List<String> CHAIN_ORDER =
            List.of("ethereum", "solana", "bsc", "base", "polygon", "arbitrum", "avalanche");

    private final ObjectMapper mapper = new ObjectMapper();
    private final Map<String, Draft> byId = new TreeMap<>();
    private final Map<String, Draft> byAsset = new HashMap<>();
    private final Map<String, Draft> byNames = new HashMap<>();

    private static final class Draft {
        final String id;
        final String symbol;
        final String name;
        final List<String> aliases = new ArrayList<>();
        final Set<String> assets = new LinkedHashSet<>();
        String primary;
        Integer rank;
        Instant knownFrom;
        int listings;

        Draft(String id, String symbol, String name) {
            this.id = id;
            this.symbol = symbol;
            this.name = name;
        }
    }

    private BuildTokenRegistry() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 3) {
            System.err.println("usage: BuildTokenRegistry COINS_FILE LISTS_FOLDER OUTPUT_FILE");
            System.exit(2);
        }
        BuildTokenRegistry build = new BuildTokenRegistry();
        build.readCoins(Path.of(arguments[0]));
        Path lists = Path.of(arguments[1]);
        build.readCoinGecko(lists.resolve("coingecko-coins-list-2022/coingecko_coins.json.gz"));
        Path via = lists.resolve("via-multichain-tokenlists");
        build.readVia(via.resolve("all.json.gz"));
        build.readVia(via.resolve("all_tokens_ethereum.json.gz"));
        build.readVia(via.resolve("all_tokens_bsc.json.gz"));
        build.readVia(via.resolve("all_tokens_solana.json.gz"));
        build.readContractMap(lists.resolve("metamask-contract-map/contract-map.json"));
        build.readTokenList(lists.resolve("pancakeswap-bsc-lists/coingecko.json.gz"));
        build.readTokenList(lists.resolve("pancakeswap-bsc-lists/cmc.json.gz"));
        build.rank();
        build.write(Path.of(arguments[2]));
    }

    private void readCoins(Path file) throws IOException {
        int rank = 1;
        for (String line : Files.readAllLines(file)) {
            String[] fields = line.split("\\|", -1);
            Draft draft = new Draft(fields[2], fields[0], fields[1]);
            draft.rank = rank++;
            for (String alias : fields[3].split(",")) {
                if (!alias.isBlank()) {
                    draft.aliases.add(alias);
                }
            }
            add(draft);
            if (!fields[4].isEmpty()) {
                draft.primary = fields[4].equals("=") ? draft.id + ":native" : TokenEntry.normalAsset(fields[4]);
                attach(draft, draft.primary);
            }
            if (!fields[5].isEmpty()) {
                draft.knownFrom = Instant.parse(fields[5] + "T00:00:00Z");
            }
        }
    }

    private void readCoinGecko(Path file) throws IOException {
        for (JsonNode coin : read(file)) {
            String id = coin.path("id").asText();
            String name = clean(coin.path("name").asText());
            String symbol = symbol(coin.path("symbol").asText());
            boolean leveraged = name.matches(".*\\d[xX] (Long|Short) .*");
            if (!id.isEmpty() && usable(symbol, name) && !leveraged && !byId.containsKey(id)) {
                add(new Draft(id, symbol, name));
            }
        }
    }

    private void readVia(Path file) throws IOException {
        JsonNode root = read(file);
        if (root.isArray()) {
            root.forEach(this::readViaToken);
        } else {
            root.forEach(chain -> chain.forEach(this::readViaToken));
        }
    }

    private void readViaToken(JsonNode token) {
        String id = token.path("coingeckoId").asText("");
        place(
                id.equals("null") ? "" : id,
                token.path("symbol").asText(),
                token.path("name").asText(),
                token.path("chainId").asText(),
                token.path("address").asText(),
                token.path("listedIn").size());
    }

    private void readContractMap(Path file) throws IOException {
        read(file).properties().forEach(token -> {
            if (token.getValue().path("erc20").asBoolean()) {
                JsonNode facts = token.getValue();
                place("", facts.path("symbol").asText(), facts.path("name").asText(), "1", token.getKey(), 1);
            }
        });
    }

    private void readTokenList(Path file) throws IOException {
        for (JsonNode token : read(file).path("tokens")) {
            place(
                    "",
                    token.path("symbol").asText(),
                    token.path("name").asText(),
                    token.path("chainId").asText(),
                    token.path("address").asText(),
                    1);
        }
    }

    private void place(String id, String symbolText, String nameText, String chainId, String address, int listings) {
        String chain = CHAINS.get(chainId);
        String symbol = symbol(symbolText);
        String name = clean(nameText);
        boolean nativePlaceholder = address.matches("0x(0{40}|[eE]{40})") || address.startsWith("0x000000000000000000");
        if (chain == null || address.isBlank() || nativePlaceholder || !usable(symbol, name)) {
            return;
        }
        String asset = TokenEntry.normalAsset(chain + ":" + address);
        Draft draft = byAsset.get(asset);
        if (draft == null) {
            draft = id.isEmpty() ? null : byId.get(id);
        }
        if (draft == null) {
            draft = byNames.get(names(symbol, name));
        }
        if (draft == null) {
            draft = new Draft(freeId(id.isEmpty() ? name : id, symbol), symbol, name);
            add(draft);
        }
        attach(draft, asset);
        draft.listings += listings;
    }

    private void add(Draft draft) {
        if (byId.put(draft.id, draft) != null) {
            throw new IllegalStateException("two tokens with the id " + draft.id);
        }
        byNames.putIfAbsent(names(draft.symbol, draft.name), draft);
    }

    private void attach(Draft draft, String asset) {
        Draft owner = byAsset.putIfAbsent(asset, draft);
        if (owner == null || owner == draft) {
            draft.assets.add(asset);
        }
    }

    private String freeId(String wanted, String symbol) {
        String slug = slug(wanted);
        if (slug.isEmpty()) {
            slug = slug(symbol);
        }
        if (slug.isEmpty()) {
            slug = "token";
        }
        String id = slug;
        for (int i = 2; byId.containsKey(id); i++) {
            id = slug + "-" + i;
        }
        return id;
    }

    private void rank() {
        List<Draft> listed = new ArrayList<>();
        for (Draft draft : byId.values()) {
            if (draft.rank == null && draft.listings + draft.assets.size() >= RANKED_FROM) {
                listed.add(draft);
            }
        }
        listed.sort(Comparator.comparingInt((Draft draft) -> -draft.listings - draft.assets.size())
                .thenComparing(draft -> draft.id));
        int rank = FIRST_LISTED_RANK;
        for (Draft draft : listed) {
            draft.rank = rank++;
        }
    }

    private void write(Path file) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int assets = 0;
        try (PrintStream out = new PrintStream(
                new GZIPOutputStream(bytes) {
                    {
                        def.setLevel(9);
                    }
                },
                false,
                StandardCharsets.UTF_8)) {
            for (Draft draft : byId.values()) {
                List<String> ordered = new ArrayList<>(draft.assets);
                ordered.sort(Comparator.comparingInt((String asset) -> order(draft, asset))
                        .thenComparing(Comparator.naturalOrder()));
                assets += ordered.size();
                out.print(TokenLine.format(new TokenEntry(
                        draft.id,
                        null,
                        draft.symbol,
                        draft.name,
                        draft.aliases,
                        ordered,
                        null,
                        draft.rank,
                        draft.knownFrom,
                        false)));
                out.print('\n');
            }
        }
        Files.write(file, bytes.toByteArray());
        System.out.println(byId.size() + " tokens, " + assets + " assets, " + bytes.size() + " bytes");
    }

    private static int order(Draft draft, String asset) {
        if (asset.equals(draft.primary)) {
            return -1;
        }
        int place = CHAIN_ORDER.indexOf(asset.substring(0, asset.indexOf(':')));
        return place < 0 ? CHAIN_ORDER.size() : place;
    }

    private JsonNode read(Path file) throws IOException {
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file));
                InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
            return mapper.readTree(in);
        }
    }

    private static String symbol(String text) {
        String symbol = clean(text).toUpperCase(Locale.ROOT);
        return symbol.startsWith("$") ? symbol.substring(1) : symbol;
    }

    private static String clean(String text) {
        return text.replaceAll("[\\s|]+", " ").strip();
    }

    private static boolean usable(String symbol, String name) {
        return !symbol.isEmpty() && symbol.length() <= 20 && !name.isEmpty() && name.length() <= 60;
    }

    private static String names(String symbol, String name) {
        return symbol + "\t" + Words.of(name).key();
    }

    private static String slug(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    }
}
