package greeter.testbed;

import greeter.client.server.Certificate;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The certificates of the ground truth, made once: of an authority, the servers' below it, and
 * clients'.
 *
 * @param authority in whose folder those are that it signed, each in one of its own
 * @param known a client of this authority's
 * @param stranger a client of nobody's
 */
record Certificates(Certificate authority, Certificate known, Certificate stranger) {
  /** Where a configuration means their folder. */
  static final String PLACE = "${CERTIFICATES}";

  private static final String HERE = "ip:127.0.0.1";

  private static Certificates made;

  /** They are made when they are first asked for. */
  static synchronized Certificates get() throws Exception {
    if (made == null) {
      made = make(Files.createDirectories(Project.root().resolve("target")));
    }
    return made;
  }

  private static Certificates make(Path target) throws Exception {
    Path folder = Files.createTempDirectory(target, "certificates-");
    Certificate authority = Certificate.create(folder, "dns:authority");
    var unused = authority.signs("valid", HERE);
    unused = authority.signs("expiring", HERE, -20, 30);
    unused = authority.signs("expired", HERE, -40, 30);
    unused = authority.signs("elsewhere", "dns:greeter.example");
    return new Certificates(
        authority,
        authority.signs("known", ""),
        Certificate.create(Files.createDirectory(folder.resolve("stranger")), ""));
  }

  Path folder() {
    return authority.folder();
  }
}
