package io.tokentape.schemas.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Client of a registry that speaks Confluent's protocol. Every answer is kept, so that a running program asks for each
 * schema once; that an id is unknown is kept for a moment only. While the registry is away it is asked again, longer and longer apart, a bounded number of times; an answer
 * that will not change (no such id, incompatible) fails at once. Messages say what to mend.
 */
public final class HttpSchemaRegistry implements SchemaRegistry {
    private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final int CONFLICT = 409;
    private static final int NOT_FOUND = 404;
    /** The registry's own code: a proxy that lost its way answers 404 too. */
    private static final int NO_SUCH_SCHEMA = 40403;

    private static final int TOO_MANY_REQUESTS = 429;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(4);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RegistrySettings settings;
    private final HttpClient client;
    private final Map<Registration, Integer> ids = new ConcurrentHashMap<>();
    private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();
    private final UnknownSchemas unknown = new UnknownSchemas(System::nanoTime);
    /** Index of the URL that answered last. */
    private volatile int preferred;

    public HttpSchemaRegistry(String url) {
        this(RegistrySettings.of(url));
    }

    public HttpSchemaRegistry(RegistrySettings settings) {
        this.settings = settings;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.timeout())
                .build();
    }

    @Override
    public int register(String subject, Schema schema) {
        Registration registration = new Registration(subject, schema);
        Integer known = ids.get(registration);
        if (known != null) {
            return known;
        }
        int id = settings.autoRegister() ? send(registration) : lookUp(registration);
        ids.put(registration, id);
        schemas.putIfAbsent(id, schema);
        return id;
    }

    @Override
    public Schema schemaById(int id) {
        Schema known = schemas.get(id);
        if (known != null) {
            return known;
        }
        String refusal = unknown.refusal(id);
        if (refusal != null) {
            throw new SerializationException(refusal);
        }
        Answer answer = ask("GET", "/schemas/ids/" + id, null);
        if (answer.status == NOT_FOUND && answer.errorCode() == NO_SUCH_SCHEMA) {
            String message = "the registry at " + answer.from + " knows no schema " + id
                    + ": the record was written with another registry, or is not ours";
            unknown.add(id, message);
            throw new SerializationException(message);
        }
        JsonNode body = answer.expectOk("schema " + id);
        String type = body.path("schemaType").asText("AVRO");
        if (!type.equals("AVRO")) {
            throw new SerializationException("schema " + id + " is " + type + ", not Avro");
        }
        try {
            Schema schema = new Schema.Parser().parse(body.path("schema").asText());
            schemas.put(id, schema);
            return schema;
        } catch (AvroRuntimeException e) {
            throw new SerializationException("schema " + id + " cannot be read: " + e.getMessage(), e);
        }
    }

    private int send(Registration registration) {
        String subject = registration.subject;
        Answer answer = ask("POST", "/subjects/" + encode(subject) + "/versions", registration.body());
        if (answer.status == CONFLICT) {
            throw new SerializationException("schema for subject " + subject + " is incompatible: " + answer.message()
                    + "; give new fields a default, or write under another topic prefix");
        }
        return answer.expectOk("schema for subject " + subject).path("id").asInt();
    }

    private int lookUp(Registration registration) {
        String subject = registration.subject;
        Answer answer = ask("POST", "/subjects/" + encode(subject), registration.body());
        if (answer.status == NOT_FOUND) {
            throw new SerializationException("the registry at " + answer.from + " does not have the schema "
                    + registration.schema.getFullName() + " under subject " + subject + " (" + answer.message()
                    + "), and "
                    + RegistrySettings.AUTO_REGISTER + " is false: register it first");
        }
        return answer.expectOk("schema for subject " + subject).path("id").asInt();
    }

    private Answer ask(String method, String path, String body) {
        Duration pause = settings.firstPause();
        for (int attempt = 1; ; attempt++) {
            String trouble;
            try {
                Answer answer = askAny(method, path, body);
                if (!answer.mayPass()) {
                    return answer;
                }
                trouble = "the registry at " + answer.from + " answers " + answer.status + ": " + answer.message();
            } catch (Away e) {
                trouble = e.getMessage();
            }
            if (attempt >= settings.attempts()) {
                throw new RegistryAwayException(trouble + " (asked " + attempt + " times); is it running, and is "
                        + RegistrySettings.URL + " right?");
            }
            pause(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
    }

    /** Asks the URL that answered last, then the others. */
    private Answer askAny(String method, String path, String body) throws Away {
        int count = settings.urls().size();
        int first = preferred;
        Away away = null;
        for (int i = 0; i < count; i++) {
            int index = (first + i) % count;
            URI base = settings.urls().get(index);
            try {
                Answer answer = askOne(base, method, path, body);
                preferred = index;
                return answer;
            } catch (IOException e) {
                away = new Away("registry away at " + base + " (" + reason(e) + ")", e);
            }
        }
        throw away;
    }

    private Answer askOne(URI base, String method, String path, String body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(settings.timeout())
                .header("Accept", CONTENT_TYPE + ", application/json")
                .header("Content-Type", CONTENT_TYPE)
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        settings.authorization().ifPresent(value -> request.header("Authorization", value));
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(base, response.statusCode(), response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        }
    }

    private static void pause(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        }
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static String encode(String subject) {
        return URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private record Registration(String subject, Schema schema) {
        String body() {
            return JSON.createObjectNode().put("schema", schema.toString()).toString();
        }
    }

    /** What the registry said. */
    private static final class Answer {
        private final URI from;
        private final int status;
        private final String body;

        private Answer(URI from, int status, String body) {
            this.from = from;
            this.status = status;
            this.body = body;
        }

        private boolean mayPass() {
            return status >= 500 || status == TOO_MANY_REQUESTS;
        }

        private JsonNode expectOk(String what) {
            if (status == 401 || status == 403) {
                throw new RegistryAwayException(what + ": the registry at " + from + " answers " + status + ": set "
                        + RegistrySettings.USER_INFO + " to a user it lets in");
            }
            if (status < 200 || status >= 300) {
                throw new RegistryAwayException(
                        what + ": the registry at " + from + " answers " + status + ": " + message());
            }
            try {
                return JSON.readTree(body);
            } catch (JsonProcessingException e) {
                throw new RegistryAwayException(
                        what + ": what answers at " + from + " does not speak Confluent's registry protocol");
            }
        }

        /** The registry's own code, 0 when what answered is no registry. */
        private int errorCode() {
            try {
                return JSON.readTree(body).path("error_code").asInt();
            } catch (JsonProcessingException e) {
                return 0;
            }
        }

        /** The registry's own words, else the start of whatever answered. */
        private String message() {
            try {
                JsonNode json = JSON.readTree(body);
                if (json.hasNonNull("message")) {
                    return json.path("message").asText();
                }
            } catch (JsonProcessingException e) {
                return "no JSON: " + start(body);
            }
            return start(body);
        }

        private static String start(String text) {
            return text.substring(0, Math.min(text.length(), 200));
        }
    }

    private static final class Away extends Exception {
        private static final long serialVersionUID = 1L;

        private Away(String message, IOException cause) {
            super(message, cause);
        }
    }
}
