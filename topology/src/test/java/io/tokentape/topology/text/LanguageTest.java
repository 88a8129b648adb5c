package io.tokentape.topology.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageTest {
    private final Language language = Language.shipped();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            en | I think that this is the best time to buy
            es | El precio de la moneda sube porque hay muchos compradores
            pt | O preço da moeda não está subindo, mas você pode comprar
            fr | Le prix de la monnaie est dans une phase de hausse pour les acheteurs
            de | Der Kurs ist heute nicht so hoch und wir werden noch warten
            it | Il prezzo della moneta non è così alto, ma oggi sale
            tr | Bu coin için alım hedef ve satış çok önemli bir gün
            ru | Цель покупка сейчас, стоп ниже, это не совет
            ko | 비트코인 가격이 오늘 크게 올랐습니다
            ja | ビットコインの価格は今日上がりました
            zh | 比特币价格今天大幅上涨
            """)
    void guesses(String code, String text) {
        assertThat(language.of(Words.of(text))).isEqualTo(code);
    }

    @Test
    void doesNotGuessFromNothing() {
        assertThat(language.of(Words.of(""))).isNull();
        assertThat(language.of(Words.of("$BTC 12345 \uD83D\uDE80"))).isNull();
        assertThat(language.of(Words.of("https://example.com/the/of/and"))).isNull();
    }
}
