package io.tokentape.connectors.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Finds the files of posts: those named and those in the folders named, in order of their paths. */
final class FolderScan {
    private final List<Path> paths;
    private final PathMatcher names;
    private final Predicate<Path> mine;

    /** @param mine which of the files to find */
    FolderScan(List<Path> paths, PathMatcher names, Predicate<Path> mine) {
        this.paths = List.copyOf(paths);
        this.names = names;
        this.mine = mine;
    }

    /** The files that fall to one of several tasks; a path always falls to the same one. */
    static Predicate<Path> share(int task, int tasks) {
        return path -> Math.floorMod(path.toString().hashCode(), tasks) == task;
    }

    /** Those that are there now. */
    List<Path> files() throws IOException {
        Collection<Path> found = new TreeSet<>();
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                addAll(path, found);
            } else if (Files.isRegularFile(path)) {
                found.add(path);
            }
        }
        return found.stream().filter(mine).toList();
    }

    private void addAll(Path folder, Collection<Path> found) throws IOException {
        List<Path> inside = new ArrayList<>();
        try (Stream<Path> entries = Files.list(folder)) {
            entries.filter(entry -> names.matches(entry.getFileName())).forEach(inside::add);
        } catch (NoSuchFileException e) {
            // The folder went away between the two looks.
            return;
        }
        inside.stream().filter(Files::isRegularFile).forEach(found::add);
    }
}
