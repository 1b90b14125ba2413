package greeter.bench;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * hello-server's image, unpacked: the Java, the flags, the class path and the AOT cache that a
 * container has. It runs where it lies; a cache holds for a class path that was moved as a whole.
 *
 * @param flags of its Java
 */
record Image(Path folder, List<String> flags, String classPath, String mainClass) {
  private static final String JAVA = "java";
  private static final String CACHE = "-XX:AOTCache=";
  private static final String CLASS_PATH = "-cp";

  Image {
    flags = List.copyOf(flags);
  }

  /**
   * The image in a folder, beside whose layers is its configuration, {@code config.json}.
   *
   * @throws IOException if there is none, or it starts anything but a class of Java
   */
  static Image in(Path folder) throws IOException {
    List<String> words = new ArrayList<>();
    JsonArray entryPoint =
        JsonParser.parseString(Files.readString(folder.resolve("config.json")))
            .getAsJsonObject()
            .getAsJsonObject("config")
            .getAsJsonArray("Entrypoint");
    for (JsonElement word : entryPoint) {
      words.add(word.getAsString());
    }
    int last = words.size() - 1;
    if (!words.get(0).equals(JAVA) || words.indexOf(CLASS_PATH) != last - 2) {
      throw new IOException(folder + " starts " + words + ", not java with a class path");
    }
    String file = words.get(last - 1).substring(1); // java reads it: @FILE
    return new Image(
        folder,
        words.subList(1, last - 2).stream()
            .map(flag -> flag.replace(CACHE, CACHE + folder))
            .toList(),
        Files.readString(inside(folder, file)).strip().replaceAll("(^|:)/", "$1" + folder + "/"),
        words.get(last));
  }

  private static Path inside(Path folder, String path) {
    return folder.resolve("." + path);
  }

  /** What starts it, with more flags before its own. */
  List<String> command(List<String> moreFlags) {
    List<String> command = new ArrayList<>();
    command.add(folder.resolve("opt/java/bin/java").toString());
    command.addAll(moreFlags);
    command.addAll(flags);
    command.addAll(List.of(CLASS_PATH, classPath, mainClass));
    return command;
  }
}
