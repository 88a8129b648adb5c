package io.tokentape.topology.mention;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokentape.topology.text.PhraseMap;
import io.tokentape.topology.text.Post;
import io.tokentape.topology.text.Words;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Money, shares, currencies, wallets, hashes and common words that are tickers too: none of them means a token. */
class NotMentionedTest {
    private static final long NOW = Instant.parse("2025-06-01T00:00:00Z").toEpochMilli();
    private static final int ENOUGH = 200;

    private final MentionFinder finder = new MentionFinder(TokenRegistry.shipped());

    private static final String[] AMOUNTS = {
        "$5",
        "$500",
        "$1,000",
        "$1.5",
        "$1M",
        "$2.5M",
        "$20k",
        "$20K",
        "$3bn",
        "$3B",
        "$100m",
        "US$100k",
        "A$5",
        "HK$20",
        "$0.05",
        "$1T",
        "$7.2bn",
        "C$10",
        "$10K-$15K",
        "$99.99",
        "€500",
        "£20k",
        "¥3000",
        "500 USD",
        "USD 1.2M",
        "20 EUR"
    };

    private static final String[] AMOUNT_SENTENCES = {
        "It costs %s today", "He raised %s from friends", "Only %s left!", "%s is a lot of money"
    };

    private static final String[] PAIRS = {
        "EUR/USD", "EURUSD", "GBP/USD", "USD/JPY", "USDJPY", "XAU/USD", "XAUUSD", "AUD-USD", "NZD/USD", "USD/CAD",
        "EUR/GBP", "US30", "NAS100", "XAG/USD", "GBPJPY", "#EURUSD", "#XAUUSD", "USD/TRY"
    };

    private static final String[] SENTENCES = {
        "No ONE is safe",
        "There is ONE rule here",
        "The gas station is near the park",
        "NEAR the END of the road",
        "Fill up on GAS before winter",
        "Click the LINK in my bio",
        "here is the link again",
        "What a great MEME",
        "These PEOPLE are wild",
        "WE THE PEOPLE",
        "My IP was logged",
        "What is your IP address",
        "The JUST and the unjust",
        "JUST do it",
        "TIME is running out",
        "This is a MAJOR change",
        "The SUN is up",
        "Have a nice DAY",
        "IT department is down",
        "AI will change it all",
        "GET it NOW",
        "SAFE and sound",
        "Please STOP shouting",
        "Read the RULES first",
        "You WIN some, you lose some",
        "We need MORE of this",
        "My CAT and my DOG",
        "I love SUSHI and RICE",
        "The BAT flew out of the cave",
        "OCEAN views for sale",
        "SAND in my shoes",
        "WAVES hit the shore",
        "What a MAGIC moment",
        "A SUPER good weekend",
        "HIGH winds tonight",
        "PUMP up the volume",
        "Do not believe the HYPE",
        "TRUMP spoke in Ohio",
        "Melania wore a hat",
        "A MASK on every face",
        "The FLOW of traffic",
        "KEY people left",
        "DATA is the new oil",
        "the sky is blue, the SKY is grey",
        "We MOVE on Friday",
        "A BOOK of stories",
        "a LIT candle",
        "Turn LEFT at the light",
        "They GREW up fast",
        "HOT soup and HOT tea",
        "Going to the GYM",
        "The ARK of the covenant",
        "PORTAL to another world",
        "a PIXEL on my screen is dead",
        "Open the DOOR and OPEN the window",
        "FORM and function",
        "SIGN here please",
        "the LAYER of ice",
        "RED, GREEN and BLUE",
        "Just PEOPLE being PEOPLE",
        "A verge of the road",
        "The polygon has five sides",
        "Terra firma at last",
        "an avalanche closed the pass",
        "Cosmos is a book by Sagan",
        "Jupiter is a planet",
        "the graph shows a rise",
        "The sandbox in our yard",
        "Curve balls all day",
        "a compound fracture",
        "optimism is high",
        "In harmony with nature",
        "The maker of this table",
        "An orca was seen off the coast",
        "He is a theta wave expert",
        "Big time rush",
        "The near future",
        "Stacks of paper",
        "Mantle of ice",
        "the sonic boom",
        "Meet me at the gate",
        "Thanks @solana and @ethereum for nothing",
        "mail me at btc@example.com",
        "see https://news.example/solana-wallet",
        "www.example.com/eth/btc?x=doge",
        "starts at 16:00 GMT, 11 AM EST",
        "The CEO and the CFO met the SEC",
        "NASA and NATO",
        "GM all, GN all",
        "LOL, OMG, WTF",
        "PM me for info",
        "tx 0xabababababababababababababababababababababababababababababababab done",
        "hash 0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed5aaeb6053f3e94c9b9a09f33",
        "my wallet is 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        "send it to 0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed please",
        "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed",
        "token contract 0x5aaeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        "https://etherscan.io/tx/0xabababababababababababababababababababababababababababababababab",
        "https://etherscan.io/address/0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed",
        "https://solscan.io/account/9WzDXwBbmkg8ZTbNMqUxvQRAyrZzDsGYdLVL9zYtAWWM",
        "https://shop.example/?session=9WzDXwBbmkg8ZTbNMqUxvQRAyrZzDsGYdLVL9zYtAWWM",
        "donate: 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
        "tip jar bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
        "token=9WzDXwBbmkg8ZTbNMqUxvQRAyrZzDsGYdLVL9zYtAWWM&x=1 in the contract log",
        "contract blob QWxhZGRpbjpvcGVuIHNlc2FtZTEyMzQ1Njc4OTAxMjM0NTY3",
        "the contract key is AKIAIOSFODNN7EXAMPLEAKIAIOSFODNN7EX",
        "contract EQAvlWFDxGF2lXm67y4yzC17wYKD9A0guwPkMs1gOsM__NOU",
        "contract TAFjULxiVgT4qWk6UZwjqwZXTSaGaqnVp5",
        "commit 5aaeb6053f3e94c9b9a09f33669435e7ef1beaed in the contract repository",
    };

    @Test
    void nothingIsFoundWhereNothingIsMeant() {
        List<String> texts = new ArrayList<>(List.of(SENTENCES));
        for (String amount : AMOUNTS) {
            for (String sentence : AMOUNT_SENTENCES) {
                texts.add(sentence.formatted(amount));
            }
        }
        for (String pair : PAIRS) {
            texts.add(pair + " looks weak");
            texts.add("Watching " + pair + " into the close");
        }
        PhraseMap.read(TokenWords.class, "stocks.txt", (stock, rest) -> {
            texts.add("Bought $" + stock + " again");
            texts.add("$" + stock + " earnings beat");
        });
        assertThat(texts).hasSizeGreaterThan(ENOUGH);
        List<String> wrong = new ArrayList<>();
        for (String text : texts) {
            for (Post.Source source : new Post.Source[] {Post.Source.TWEET, Post.Source.NEWS}) {
                List<Mention> found = finder.find(source, null, Words.of(text), NOW);
                if (!found.isEmpty()) {
                    wrong.add(text + " -> " + found);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }
}
