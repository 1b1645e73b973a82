"""`graphsvc completion`: the shell completes commands and options."""

import click
from click.shell_completion import get_completion_class


@click.command()
@click.argument("shell", type=click.Choice(["bash", "fish", "zsh"]))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the script by which a shell completes commands and options.

    bash: eval "$(graphsvc completion bash)" in ~/.bashrc; zsh: the same with zsh in ~/.zshrc;
    fish: graphsvc completion fish > ~/.config/fish/completions/graphsvc.fish
    """
    made = get_completion_class(shell)
    if made is not None:
        root = ctx.find_root()
        click.echo(made(root.command, {}, "graphsvc", "_GRAPHSVC_COMPLETE").source())
