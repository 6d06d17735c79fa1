import Consensus
import Ledger
import Simulation

extension AgreementRun {
    /// Opens the height above what the disk holds; the first time or after a crash.
    mutating func start(_ node: Int) {
        nodes[node].life += 1
        nodes[node].machine = Agreement()
        open(node)
        later(.retransmit, node, after: 25)
    }

    private mutating func open(_ node: Int) {
        let height = Height(UInt64(nodes[node].chain.count) + 1)
        let setup = set(at: height, for: node).setup(own: node)
        feed(node, .opened(setup, nodes[node].memory))
        if nodes[node].isUp { feed(node, .work) }
    }

    mutating func feed(_ node: Int, _ input: Input) {
        let effects = nodes[node].machine.handle(input)
        outcome.maxRound = max(outcome.maxRound, nodes[node].machine.round.value)
        for effect in effects {
            // A crash between any two acts: what was not done is lost, what was durable is not.
            if !isStable, settings.crashPercent > 0, random.below(1000) < settings.crashPercent {
                nodes[node].isUp = false
                nodes[node].life += 1
                queue.add(.restart(node), at: time + 5 + UInt64(random.below(200)))
                return
            }
            perform(effect, node)
            guard nodes[node].isUp else { return }
        }
    }

    private mutating func perform(_ effect: Effect, _ node: Int) {
        switch effect {
        case .build(let height, let round):
            let block = RunBlock(id: TestSet.block(blocks.count), proposer: node, round: round, isValid: true)
            blocks.append(block)
            later(.built(height, round, block.id), node, after: 1)
        case .check(let question): later(.checked(question, answer(question)), node, after: 1)
        case .fetch(let block, from: _):
            let question = BlockQuestion(block: block, newIn: nil)
            later(.checked(question, answer(question)), node, after: 4)
        case .sign(let request): sign(request, node)
        case .broadcast(let message): broadcast(message, node)
        case .verify(let message): check(message, at: message.height, node)
        case .schedule(let timeout, let wait): later(.timeout(timeout), node, after: wait)
        case .decide(let block, let commit): decide(block, commit, node)
        case .report(let found): evidence.append(found)
        case .alarm: return
        case .halt:
            nodes[node].hasHalted = true
            outcome.halts += 1
        }
    }

    private func answer(_ question: BlockQuestion) -> BlockAnswer {
        guard let block = blocks.first(where: { $0.id == question.block }), block.isValid else { return .invalid }
        return question.newIn == nil || question.newIn == block.round ? .valid : .untimely
    }

    private mutating func broadcast(_ message: Message, _ node: Int) {
        for receiver in 0..<settings.nodes where receiver != node { send(message, from: node, to: receiver) }
    }

    private mutating func sign(_ request: VoteRequest, _ node: Int) {
        let content = request.content
        let setup = set(at: content.height, for: node).setup(own: node)
        do throws(VoteRefusal) {
            let vote = try nodes[node].memory.sign(
                request, in: setup, by: StandInSigner(node), with: StandInVerifier())
            if let polka = request.polka { polkas.append(polka) }
            note(vote.content, node)
            later(.signed(vote), node, after: 1)
        } catch {
            outcome.refusals.append("\(error)")
        }
    }

    /// The observer that sees every signature, delivered or not.
    private mutating func note(_ content: VoteContent, _ node: Int) {
        let isSameStep = { (word: (validator: Int, content: VoteContent)) in
            word.validator == node && word.content.height == content.height && word.content.round == content.round
                && word.content.kind == content.kind
        }
        if let before = words.first(where: isSameStep) {
            if before.content != content { outcome.doubleWords += 1 }
            return
        }
        words.append((node, content))
        let index = Int(content.height.value)
        if traces.indices.contains(index) { traces[index].follow(content, by: node) }
    }

    private mutating func decide(_ block: BlockID, _ commit: CommitCertificate, _ node: Int) {
        if blocks.first(where: { $0.id == block })?.isValid != true { outcome.invalidDecisions += 1 }
        let index = nodes[node].chain.count
        for other in settings.honest where nodes[other].chain.count > index {
            if nodes[other].chain[index].block != block { outcome.isForked = true }
        }
        let setup = set(at: commit.height, for: node).setup(own: nil)
        guard let checked = try? setup.verify(commit, with: StandInVerifier()),
            (try? nodes[node].memory.open(above: checked)) != nil
        else {
            outcome.refusals.append("a decision without a true certificate")
            return
        }
        nodes[node].chain.append(commit)
        outcome.lastDecision = time
        broadcast(.commit(commit), node)
        if outcome.isForked { return }
        open(node)
    }

    /// What all certificates together prove, and whom they accuse.
    mutating func judge() {
        var commits: [CommitCertificate] = []
        for node in settings.honest { commits += nodes[node].chain }
        var found = evidence
        for commit in commits {
            for other in commits { found += Evidence.between(commit, other) }
            for polka in polkas { if let one = Evidence.between(commit, polka) { found.append(one) } }
        }
        for (place, polka) in polkas.enumerated() {
            for other in polkas[place...] { if let one = Evidence.between(polka, other) { found.append(one) } }
        }
        for accused in found.flatMap(\.accused) where !outcome.accused.contains(accused) {
            outcome.accused.append(accused)
        }
        outcome.modelSteps = traces.reduce(0) { $0 + $1.steps }
        outcome.stepsOutsideModel = traces.reduce(0) { $0 + $1.violations }
    }
}
