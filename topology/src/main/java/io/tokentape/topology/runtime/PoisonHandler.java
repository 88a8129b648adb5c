package io.tokentape.topology.runtime;

import io.tokentape.schemas.wire.RegistryAwayException;
import io.tokentape.topology.account.PoisonException;
import io.tokentape.topology.account.PoisonLimits;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.LogAndContinueExceptionHandler;
import org.apache.kafka.streams.errors.LogAndContinueProcessingExceptionHandler;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the platform's own handlers put poison aside, up to a share of the last records: beyond it the fault is taken to be
 * ours, and the application fails. A failure that is not the record's (a store, the broker, the registry) fails at once.
 */
final class PoisonHandler {
    /** Key under which the limits travel to the handlers, which the platform makes by class. */
    static final String LIMITS_CONFIG = "tokentape.poison.limits";

    private static final Logger log = LoggerFactory.getLogger(PoisonHandler.class);
    private static final int LOG_EVERY = 1_000;

    private final AtomicLong poisoned = new AtomicLong();
    private PoisonLimits limits;

    private PoisonHandler() {}

    private void configure(Map<String, ?> configs) {
        limits = (PoisonLimits) Objects.requireNonNull(configs.get(LIMITS_CONFIG), LIMITS_CONFIG);
    }

    /** Whether the stream may go on after this record. */
    private boolean bear(ErrorHandlerContext context, Exception exception) {
        boolean tooMany = limits.of(context.processorNodeId()).poisoned();
        long count = poisoned.getAndIncrement();
        if (tooMany) {
            log.error(
                    "too many of the last records are poison, so the fault is taken to be ours; last at {} {}-{}@{}",
                    context.processorNodeId(),
                    context.topic(),
                    context.partition(),
                    context.offset(),
                    exception);
        } else if (count % LOG_EVERY == 0) {
            log.warn(
                    "poison put aside to the dead letters at {} {}-{}@{} (every {}th is logged): {}",
                    context.processorNodeId(),
                    context.topic(),
                    context.partition(),
                    context.offset(),
                    LOG_EVERY,
                    exception instanceof PoisonException poison ? poison.getMessage() : exception.toString());
        }
        return !tooMany;
    }

    /** Says which step put a letter aside, which the platform does not. */
    private static void sign(List<ProducerRecord<byte[], byte[]>> letters, ErrorHandlerContext context) {
        byte[] step = context.processorNodeId().getBytes(StandardCharsets.UTF_8);
        letters.forEach(
                letter -> letter.headers().remove(DeadLetterHeaders.STEP).add(DeadLetterHeaders.STEP, step));
    }

    /** For what a step throws. */
    public static final class Processing implements ProcessingExceptionHandler {
        private final PoisonHandler poison = new PoisonHandler();
        private final ProcessingExceptionHandler stock = new LogAndContinueProcessingExceptionHandler();

        @Override
        public void configure(Map<String, ?> configs) {
            poison.configure(configs);
            stock.configure(configs);
        }

        @Override
        public Response handleError(ErrorHandlerContext context, Record<?, ?> record, Exception exception) {
            // A step says of itself what is poison; what Kafka throws is a store, the broker or the registry.
            if (exception instanceof KafkaException || !poison.bear(context, exception)) {
                return Response.fail();
            }
            Response response = stock.handleError(context, record, exception);
            sign(response.deadLetterQueueRecords(), context);
            return response;
        }
    }

    /** For bytes that a typed source cannot read. */
    public static final class Deserialization implements DeserializationExceptionHandler {
        private final PoisonHandler poison = new PoisonHandler();
        private final DeserializationExceptionHandler stock = new LogAndContinueExceptionHandler();

        @Override
        public void configure(Map<String, ?> configs) {
            poison.configure(configs);
            stock.configure(configs);
        }

        @Override
        public Response handleError(
                ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
            if (RegistryAwayException.causes(exception) || !poison.bear(context, exception)) {
                return Response.fail();
            }
            Response response = stock.handleError(context, record, exception);
            sign(response.deadLetterQueueRecords(), context);
            return response;
        }
    }
}
