package io.tokentape.standalone.demo;

import java.util.List;

/**
 * An asset that the demo speaks of.
 *
 * @param token registry slug
 * @param startPrice US dollars
 * @param volatility standard deviation of a day's logarithmic return
 */
record DemoAsset(
        String token, String symbol, String name, String asset, double startPrice, double supply, double volatility) {

    static List<DemoAsset> all() {
        return DemoText.lines("assets.txt").stream()
                .map(line -> line.split("\\|"))
                .map(cells -> new DemoAsset(
                        cells[0],
                        cells[1],
                        cells[2],
                        cells[3],
                        Double.parseDouble(cells[4]),
                        Double.parseDouble(cells[5]),
                        Double.parseDouble(cells[6])))
                .toList();
    }

    /** The contract's address; empty for a chain's own coin. */
    String address() {
        String address = asset.substring(asset.indexOf(':') + 1);
        return address.equals("native") ? "" : address;
    }
}
