package greeter.client.check;

import greeter.api.Wire;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** For CI systems: a test suite of JUnit's form, a test case for each code. */
final class JunitReport implements Report {
  @Override
  public void print(Checked checked, Grade failOn, PrintWriter out) {
    List<Result> results = checked.results();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(out);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeCharacters("\n");
      xml.writeStartElement("testsuite");
      xml.writeAttribute("name", "greeter-client check " + Wire.printable(checked.target()));
      xml.writeAttribute("tests", Integer.toString(results.size()));
      xml.writeAttribute(
          "failures", Long.toString(results.stream().filter(r -> fails(r, failOn)).count()));
      xml.writeAttribute("errors", "0");
      xml.writeAttribute(
          "skipped", Long.toString(results.stream().filter(JunitReport::isSkipped).count()));
      xml.writeAttribute(
          "time", String.format(Locale.ROOT, "%.3f", checked.took().toMillis() / 1000.0));
      for (Result result : results) {
        write(result, failOn, xml);
      }
      xml.writeCharacters("\n");
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.flush();
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
    out.println();
  }

  private static boolean fails(Result result, Grade failOn) {
    return result.grade() == Grade.FAIL || (result.grade() == Grade.WARN && failOn == Grade.WARN);
  }

  /** What is no verdict must not read as a passed test. */
  private static boolean isSkipped(Result result) {
    return result.grade() == Grade.NOT_RUN || result.grade() == Grade.INCONCLUSIVE;
  }

  private static void write(Result result, Grade failOn, XMLStreamWriter xml)
      throws XMLStreamException {
    xml.writeCharacters("\n  ");
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", "check." + result.code().group().label());
    xml.writeAttribute("name", result.code().label());
    String line = Wire.printable(result.line());
    if (fails(result, failOn)) {
      xml.writeStartElement("failure");
      xml.writeAttribute("message", line);
      xml.writeAttribute("type", result.blame().map(Object::toString).orElse("cannot tell"));
      for (String seen : result.seen()) {
        xml.writeCharacters(Wire.printable(seen) + "\n");
      }
      xml.writeCharacters(Wire.printable(result.cause()));
      xml.writeEndElement();
    } else if (isSkipped(result)) {
      xml.writeEmptyElement("skipped");
      xml.writeAttribute("message", line);
    } else {
      xml.writeStartElement("system-out");
      xml.writeCharacters(result.grade() + ": " + line);
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }
}
