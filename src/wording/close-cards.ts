// What an operator reads who closes the cards of a lost store.

export const closeCardsSays = {
  noSuchId:
    'That is no store’s id. It has 16 letters and digits: at the start, the log tells it with each other store’s cards.',
  ownStore: (storeId: string) =>
    `${storeId} is the store that DATABASE_URL names: its cards are in use. Nothing was closed.`,
  noStore: (name: string) =>
    `There is no store at ${name} yet, so its own cards can't be told from others. Start Countersign once, then type the same again. Nothing was closed.`,
  storeUnread: (reason: string) =>
    `DATABASE_URL: the store can't be read (${reason}), so its own cards can't be told from others. Nothing was closed.`,
  noIdentity: (error: string) =>
    `Slack did not say who the bot is (${error}). Check SLACK_BOT_TOKEN, or try again later. Nothing was closed.`,
  unseen: (channel: string, error: string) =>
    `${channel}: Slack did not show the channel's history (${error}). Nothing was closed there: fix it, then type the same again.`,
  notWhole: (channel: string) =>
    `${channel}: its history is too long to be read whole. Older cards may be left.`,
  left: (channel: string, count: number) =>
    `${channel}: ${counted(count)} could not be closed. Type the same again.`,
  closed: (storeId: string, count: number) =>
    count === 0
      ? `No open card of the store ${storeId} was found in the configured channels.`
      : `Closed ${counted(count)} of the store ${storeId}.`,
}

function counted(count: number): string {
  return count === 1 ? '1 card' : `${count} cards`
}
