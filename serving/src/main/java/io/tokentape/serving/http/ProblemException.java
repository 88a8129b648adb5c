package io.tokentape.serving.http;

/** Ends a request with a problem. Carries no stack trace: it is an answer, not a fault. */
public final class ProblemException extends RuntimeException {
    private final transient Problem problem;

    /** @param cause null = none */
    public ProblemException(Problem problem, Throwable cause) {
        super(problem.code() + ": " + problem.detail(), cause, false, false);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
