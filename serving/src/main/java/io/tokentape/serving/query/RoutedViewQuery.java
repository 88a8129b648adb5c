package io.tokentape.serving.query;

import io.tokentape.serving.http.Problem;
import io.tokentape.serving.http.ProblemException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads keys where they are: here at once, elsewhere by one hop, all other instances at the same time. What its owner
 * cannot tell is read from a standby, here or by one more hop, and said to be a copy.
 */
public final class RoutedViewQuery implements ViewQuery {
    private static final Logger log = LoggerFactory.getLogger(RoutedViewQuery.class);
    private static final int RETRY_AFTER_SECONDS = 2;

    private final LocalView local;
    private final Peers peers;

    private record Batch(List<String> keys, CompletableFuture<Map<String, Stored>> answer) {}

    public RoutedViewQuery(LocalView local, Peers peers) {
        this.local = local;
        this.peers = peers;
    }

    @Override
    public Map<String, Answer> findAll(ViewTable table, List<String> keys) {
        Map<String, Answer> answers = new LinkedHashMap<>();
        Map<String, LocalView.Owner> owners = new HashMap<>();
        Map<String, List<String>> elsewhere = new TreeMap<>();
        for (String key : keys) {
            LocalView.Owner owner = local.ownerOf(table, key);
            owners.put(key, owner);
            switch (owner.kind()) {
                case HERE -> answers.put(key, readHere(table, key));
                case THERE -> {
                    // Keeps the key's place in the order.
                    answers.put(key, Answer.ABSENT);
                    elsewhere
                            .computeIfAbsent(owner.address(), a -> new ArrayList<>())
                            .add(key);
                }
                default -> answers.put(key, Answer.failed(restoring()));
            }
        }
        List<Batch> batches = new ArrayList<>();
        elsewhere.forEach((address, owned) ->
                chunks(owned).forEach(chunk -> batches.add(new Batch(chunk, peers.fetch(address, table, chunk)))));
        batches.forEach(batch -> gather(batch, answers));
        fromCopies(table, owners, answers);
        return answers;
    }

    @Override
    public Scan scanAll(ViewTable table, String prefix, int limit) {
        Map<String, CompletableFuture<List<Stored>>> asked = new TreeMap<>();
        local.others().forEach(address -> asked.put(address, peers.scan(address, table, prefix, limit)));
        List<Stored> found = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        try {
            found.addAll(local.scan(table, prefix, limit));
        } catch (ProblemException e) {
            failed.add(local.address());
        }
        asked.forEach((address, answer) -> {
            try {
                found.addAll(answer.join());
            } catch (CompletionException e) {
                log.debug("{} failed", address, e);
                failed.add(address);
            }
        });
        if (failed.size() > asked.size()) {
            throw restoring().asException();
        }
        return new Scan(found, failed);
    }

    private Answer readHere(ViewTable table, String key) {
        try {
            return local.get(table, key).map(Answer::of).orElse(Answer.ABSENT);
        } catch (ProblemException e) {
            return Answer.failed(e.problem());
        }
    }

    private static void gather(Batch batch, Map<String, Answer> answers) {
        try {
            Map<String, Stored> found = batch.answer().join();
            batch.keys().forEach(key -> {
                if (found.containsKey(key)) {
                    answers.put(key, Answer.of(found.get(key)));
                }
            });
        } catch (CompletionException e) {
            Problem problem = problemOf(e);
            batch.keys().forEach(key -> answers.put(key, Answer.failed(problem)));
        }
    }

    /** Tries the copies of what failed: the one here, then the others' one after the other, each for all that is left. */
    private void fromCopies(ViewTable table, Map<String, LocalView.Owner> owners, Map<String, Answer> answers) {
        Map<String, List<String>> elsewhere = new TreeMap<>();
        answers.forEach((key, answer) -> {
            if (answer.failure() == null) {
                return;
            }
            LocalView.Owner owner = owners.get(key);
            if (owner.copyHere()) {
                copyHere(table, key, answers);
            }
            if (answers.get(key).failure() != null) {
                owner.copies()
                        .forEach(address -> elsewhere
                                .computeIfAbsent(address, a -> new ArrayList<>())
                                .add(key));
            }
        });
        elsewhere.forEach((address, keys) -> chunks(keys.stream()
                        .filter(key -> answers.get(key).failure() != null)
                        .toList())
                .forEach(chunk -> copiesThere(address, table, chunk, answers)));
    }

    private void copyHere(ViewTable table, String key, Map<String, Answer> answers) {
        try {
            copied(List.of(key), local.copies(table, List.of(key)), answers);
        } catch (ProblemException e) {
            log.debug("no copy of {} here", table, e);
        }
    }

    private void copiesThere(String address, ViewTable table, List<String> keys, Map<String, Answer> answers) {
        try {
            copied(keys, peers.fetchCopies(address, table, keys).join(), answers);
        } catch (CompletionException e) {
            log.debug("no copies at {}", address, e);
        }
    }

    private static void copied(List<String> keys, Copies copies, Map<String, Answer> answers) {
        Answer.Copy copy = new Answer.Copy(copies.ageMillis());
        keys.forEach(key -> answers.put(key, new Answer(copies.found().get(key), null, copy)));
    }

    private static Problem problemOf(CompletionException failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        if (cause instanceof ProblemException known) {
            return known.problem();
        }
        log.debug("a peer failed", cause);
        return Problem.badGateway("the instance that owns the key did not answer");
    }

    private static List<List<String>> chunks(List<String> keys) {
        int most = LocalRoutes.MOST_KEYS;
        return IntStream.range(0, (keys.size() + most - 1) / most)
                .mapToObj(i -> keys.subList(i * most, Math.min(keys.size(), (i + 1) * most)))
                .toList();
    }

    private static Problem restoring() {
        return Problem.unavailable("view-restoring", "the view is being built or moved", RETRY_AFTER_SECONDS);
    }
}
