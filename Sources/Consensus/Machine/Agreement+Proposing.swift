import Ledger

extension Agreement {
    /// Asks the driver about each proposed block of this round, once.
    mutating func askForChecks(_ effects: inout [Effect]) -> Bool {
        guard let state else { return false }
        for content in state.record(state.round).proposals.map(\.vote.content) {
            guard let block = content.block else { continue }
            let question = BlockQuestion(block: block, newIn: content.validRound == nil ? state.round : nil)
            if isAnsweredOrAsked(question, state.block(block)) { continue }
            self.state?.updateBlock(block) { known in
                if let round = question.newIn {
                    known.news.append(BlockRecord.News(round: round))
                } else {
                    known.isAsked = true
                }
            }
            effects.append(.check(question))
            return true
        }
        return false
    }

    private func isAnsweredOrAsked(_ question: BlockQuestion, _ known: BlockRecord) -> Bool {
        guard let round = question.newIn else { return known.isValid != nil || known.isAsked }
        return known.isValid == false || known.news.contains { $0.round == round }
    }

    /// R1 (lines 22–27) and R2 (lines 28–33): one prevote on the first proposal that can be judged.
    mutating func prevoteProposal(_ effects: inout [Effect]) -> Bool {
        guard let state, state.step == .propose else { return false }
        for proposal in state.record(state.round).proposals {
            let content = proposal.vote.content
            guard let block = content.block, let accepts = judge(content, state) else { continue }
            self.state?.step = .prevote
            if accepts {
                let prevote = VoteContent.prevote(
                    state.height, state.round, block, validRound: content.validRound)
                sign(prevote, proposal.proof, &effects)
            } else {
                sign(.prevoteNil(state.height, state.round), nil, &effects)
            }
            return true
        }
        return false
    }

    /// Whether to prevote this proposal; nil while the block is being checked.
    ///
    /// D2, strict: a lock refuses every new block, and every polka older than itself, even for the locked block.
    private func judge(_ content: VoteContent, _ state: HeightState) -> Bool? {
        guard let block = content.block else { return false }
        let known = state.block(block)
        if let validRound = content.validRound {
            if let lock = state.lock, lock.round > validRound { return false }
            return known.isValid
        }
        return state.lock == nil ? known.isAcceptable(newIn: state.round) : false
    }

    /// What the driver found out about a block.
    mutating func take(_ answer: BlockAnswer, to question: BlockQuestion) {
        state?.updateBlock(question.block) { known in
            if known.isValid == nil { known.isValid = answer != .invalid }
            guard let round = question.newIn else { return }
            known.news.removeAll { $0.round == round }
            known.news.append(BlockRecord.News(round: round, isAcceptable: answer == .valid))
        }
    }
}
