package io.tokentape.topology.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PostIdTest {
    @Test
    void isTheHashAnyoneCanCompute() {
        // printf 'tweet\0001\0001' | sha256sum | cut -c1-32
        assertThat(PostId.of(Post.Source.TWEET, "1", 1)).isEqualTo("d298b759c031a280dd0b2b9e03a3e3e6");
    }

    @Test
    void differsBySourceIdAndRevision() {
        String id = PostId.of(Post.Source.TWEET, "1", 1);
        assertThat(PostId.of(Post.Source.NEWS, "1", 1)).isNotEqualTo(id);
        assertThat(PostId.of(Post.Source.TWEET, "11", 1)).isNotEqualTo(id);
        assertThat(PostId.of(Post.Source.TWEET, "1", 11)).isNotEqualTo(id);
    }
}
