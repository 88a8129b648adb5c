package io.tokentape.topology.alert;

/**
 * What is known about a subject beside its name; anything may be null.
 *
 * @param asset null = not one asset
 * @param token registry slug
 * @param symbol upper case
 * @param company id of the watched company that it is or belongs to
 * @param priority of that company
 */
public record About(String asset, String token, String symbol, String company, Priority priority) {
    public static final About NOTHING = new About(null, null, null, null, null);

    /** What this says, and where it says nothing what the other says; a company comes with its priority. */
    About orElse(About other) {
        boolean ownCompany = company != null;
        return new About(
                asset == null ? other.asset : asset,
                token == null ? other.token : token,
                symbol == null ? other.symbol : symbol,
                ownCompany ? company : other.company,
                ownCompany ? priority : other.priority);
    }
}
