"""The gate as a hook of coding agents: which prompts are intents, and what each host wants to hear of a verdict."""
