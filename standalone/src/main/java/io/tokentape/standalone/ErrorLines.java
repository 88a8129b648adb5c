package io.tokentape.standalone;

import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Says what went wrong in one line on standard error; the stack trace only to those who ask for it. */
final class ErrorLines implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private final Tokentape root;

    ErrorLines(Tokentape root) {
        this.root = root;
    }

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        print(command, e.getMessage() + "; see '" + command.getCommandSpec().qualifiedName() + " --help'", e);
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult result) {
        print(command, ErrorText.of(e), e);
        return command.getCommandSpec().exitCodeOnExecutionException();
    }

    private void print(CommandLine command, String sentence, Exception e) {
        command.getErr().println("tokentape: " + ErrorText.oneLine(sentence));
        if (root.debug()) {
            e.printStackTrace(command.getErr());
        }
        command.getErr().flush();
    }
}
