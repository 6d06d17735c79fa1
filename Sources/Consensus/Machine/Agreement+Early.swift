import Ledger

/// A message of the next height that waits, unchecked, for that height's validator set.
struct EarlyMessage: Equatable, Sendable {
    let link: Int
    let message: Message
}

/// What to do with a message before its signatures are checked.
public enum Interest: Hashable, Sendable {
    /// Check it against this height's set; if it is true, `received`.
    case now
    /// Of the next height: `early`.
    case early
    /// A decision of the height below that names another block than ours: check it against that height's set.
    case conflict
    /// Its sender is behind: send it the block and the certificate of that height.
    case senderIsBehind
    /// The others are far ahead: catch up.
    case nodeIsBehind
    /// Of no use: drop it.
    case none
}

extension Agreement {
    /// Most messages of the next height kept for a link, and for all.
    static let earlyPerLink = 8
    static let earlyInAll = 512

    /// The cheap questions, before the dear one about signatures.
    public func interest(in message: Message) -> Interest {
        guard let state, !isHalted else { return .none }
        guard message.height >= state.height else {
            if case .commit(let commit) = message, commit.height.value + 1 == state.height.value,
                commit.block != state.setup.parent
            {
                return .conflict
            }
            return .senderIsBehind
        }
        guard message.height == state.height else {
            return message.height.value == state.height.value + 1 ? .early : .nodeIsBehind
        }
        return isNews(message, state) ? .now : .none
    }

    private func isNews(_ message: Message, _ state: HeightState) -> Bool {
        let record = state.record(message.round)
        switch message {
        case .proposal(let proposal):
            return state.isOpen(message.round) && !record.proposals.contains(proposal)
        case .vote(let vote):
            return state.isOpen(message.round) && !record.prevotes.votes.contains(vote)
                && !record.precommits.votes.contains(vote)
        case .polka(let polka):
            return !record.polkas.contains { $0.content == polka.content }
        case .round(let certificate):
            return record.certificate != certificate && (record.certificate == nil || certificate.round >= state.round)
        case .commit(let commit):
            return state.commit?.block != commit.block
        }
    }

    /// Keeps a message of the next height, if there is room.
    mutating func keep(_ message: Message, from link: Int) {
        guard let state, message.height.value == state.height.value + 1, early.count < Agreement.earlyInAll,
            early.count(where: { $0.link == link }) < Agreement.earlyPerLink,
            !early.contains(where: { $0.message == message })
        else { return }
        early.append(EarlyMessage(link: link, message: message))
    }
}
