import Consensus
import Ledger
import Rulebook
import Signing

extension QuorumReplica {
    /// Queues what came, each statement once; what stands in one of the last blocks was overtaken on its way here.
    mutating func admit(_ statements: [CheckedStatement], _ now: UInt64) {
        waits.read(now)
        for checked in statements where !recent.contains(checked.id) {
            pool.insert(checked, at: waits.tick)
        }
    }

    /// Statements whose deposits have come may go into own blocks.
    mutating func releaseHeld(_ records: some RecordReading) {
        let late = pool.release(at: waits.tick, waits.now, records)
        if !late.isEmpty { refuse(late) }
    }

    private var isHeartbeatDue: Bool {
        state.head.height.value == 0 || waits.now >= state.head.time + state.network.parameters.heartbeat
    }

    /// Wakes the agreement when there is something to decide.
    mutating func sayWork() {
        guard case .deciding = phase, agreement.step == .idle || agreement.height != setup?.height else { return }
        sift()
        guard isHeartbeatDue || !pool.isEmpty else { return }
        voters.begin(at: waits.now)
        if setup?.own != nil { inputs.append(.work) }
    }

    /// Statements that the rules refuse as of the last final block wake nobody.
    ///
    /// Where one of a few is accepted, nothing is refused: what it rests on would not be final.
    private mutating func sift() {
        while !pool.isEmpty {
            let time = max(waits.now, state.head.time + 1)
            guard let refused = BlockProposal.refusals(of: pool.first(32), on: state, time: time) else { return }
            refuse(refused)
        }
    }

    /// Cuts a block from what waits, when its time has come.
    ///
    /// Without work, only for the heartbeat, or in a later round: somebody woke this height, and it must end.
    mutating func buildBlock() {
        guard case .deciding = phase, let wish = building, let own = setup?.own else { return }
        guard agreement.height == wish.height, agreement.round == wish.round, agreement.step == .propose else {
            building = nil
            return
        }
        let isDue = isHeartbeatDue || wish.round > .zero
        guard isDue || isCut else { return }
        let proposal = BlockProposal(
            pool.all, on: state, after: frontier, time: max(waits.now, state.head.time + 1),
            proposer: UInt64(own))
        guard !proposal.block.statements.isEmpty || isDue else { return refuse(proposal.refused) }
        building = nil
        let id = proposal.block.seal.id
        built = BuiltBlock(height: wish.height, round: wish.round, id: id, refused: proposal.refused)
        add(proposal.block)
        if table[id]?.isKept == true { keep(id) }
    }

    /// The first has waited long enough, or a block is full.
    private var isCut: Bool {
        guard let oldest = pool.oldest else { return false }
        let parameters = state.network.parameters
        return waits.tick >= oldest + QuorumPatience.cut || pool.byteCount >= Int(parameters.blockBytes / 2)
            || pool.count >= Int(parameters.blockLeaves / 2)
    }

    /// A block that follows by the rules: durable before it is called valid.
    mutating func add(_ block: CheckedBlock) {
        let id = block.seal.id
        guard !table.contains(id) else { return }
        table.add(block, isKept: false)
        effects.append(.keepCandidate(id, block.height, runs: block.runs))
    }

    /// A candidate is durable: an own one is offered, another one is judged.
    mutating func keep(_ id: BlockID) {
        table.keep(id)
        guard let built, built.id == id, let candidate = table[id] else { return }
        effects.append(.broadcast(.recipe(Recipe(candidate.block))))
        inputs.append(.built(built.height, built.round, id))
    }

    mutating func ask(_ question: BlockQuestion) {
        let proposer = setup.map { $0.proposer(of: question.newIn ?? agreement.round) }.flatMap(link)
        let sources = [proposer].compactMap { $0 } + others.filter { $0 != proposer }
        table.questions.append(
            OpenQuestion(
                question: question, asked: waits.now, sources: sources.filter { $0 != keys.own },
                next: waits.tick + QuorumPatience.recipe))
    }

    mutating func fetch(_ block: BlockID, from places: [Int]) {
        table.questions.append(
            OpenQuestion(
                question: BlockQuestion(block: block, newIn: nil), asked: waits.now,
                sources: places.compactMap(link).filter { $0 != keys.own }, next: waits.tick))
    }

    /// The link to a validator of the open height.
    private func link(_ place: Int) -> Int? { keys.link(to: place, in: state.network) }

    /// The links to the other validators of the open height.
    var others: [Int] {
        let (keys, network) = (keys, state.network)
        return network.validators.indices.compactMap { keys.link(to: $0, in: network) }.filter { $0 != keys.own }
    }

    /// Answers what can be answered, builds blocks from recipes, and asks for bodies that are late.
    mutating func answerQuestions(_ records: some RecordReading) {
        guard case .deciding = phase, !table.questions.isEmpty else { return }
        var open: [OpenQuestion] = []
        for var question in table.questions {
            let id = question.question.block
            if !table.contains(id), !table.isInvalid(id), let (from, recipe) = table.recipe(of: id) {
                cook(recipe, id, from, &question)
            }
            if table.isInvalid(id) {
                inputs.append(.checked(question.question, .invalid))
            } else if let candidate = table[id] {
                guard candidate.isKept, holdsDeposits(of: candidate, &question, records) else {
                    open.append(question)
                    continue
                }
                inputs.append(.checked(question.question, answer(question, candidate.block)))
            } else {
                seekBody(&question)
                open.append(question)
            }
        }
        table.questions = open
    }

    /// A new block is called valid only where all its deposits are durable: they are looked for again after a while.
    ///
    /// What a quorum has vouched for, a quorum holds: who lacks it votes and decides with the others, and asks them.
    private mutating func holdsDeposits(
        of candidate: Candidate, _ question: inout OpenQuestion, _ records: some RecordReading
    ) -> Bool {
        if candidate.isWhole || question.question.newIn == nil { return true }
        guard waits.tick >= question.next || candidate.lacking == nil else { return false }
        let lacking = candidate.block.deposits.filter { !pool.hasFound($0) && !records.isHeld($0) }
        table.note(lacking: lacking.count, of: candidate.id)
        question.next = waits.tick + HeldStatements.pause
        return lacking.isEmpty
    }

    private mutating func seekBody(_ question: inout OpenQuestion) {
        guard waits.tick >= question.next else { return }
        question.next = waits.tick + QuorumPatience.body
        guard let source = question.takeSource() else { return }
        effects.append(.send(.bodyWanted(question.question.block), to: source))
    }

    /// Builds a block by its recipe. The recipe is not bound to the block's id: when it fails, the body is asked for.
    ///
    /// A statement that is missing is mostly on its way: its signature is being checked, or it is being written.
    private mutating func cook(_ recipe: Recipe, _ id: BlockID, _ from: Int, _ question: inout OpenQuestion) {
        guard let statements = pool.all(recipe.statements) else { return }
        if recipe.seal.height == state.head.height.next,
            let block = try? CheckedBlock(statements, sealedAs: recipe.seal, on: state, after: frontier),
            block.fits(state.network.parameters, after: state.head.size)
        {
            return add(block)
        }
        table.dropRecipe(of: id, from: from)
        question.sources = [from] + question.sources.filter { $0 != from }
        question.turn = 0
        question.next = waits.tick
    }

    /// As new, a block must be of the round's proposer, of a time near to ours, and of some use.
    private func answer(_ question: OpenQuestion, _ block: CheckedBlock) -> BlockAnswer {
        guard let round = question.question.newIn, let setup else { return .valid }
        let seal = block.seal
        let late = min(
            QuorumPatience.latest, QuorumPatience.late + QuorumPatience.late / 10 * min(round.value, 1 << 20))
        let isTimely = seal.time <= question.asked + QuorumPatience.ahead && seal.time + late >= question.asked
        let isUseful =
            !block.statements.isEmpty || round > .zero || state.head.height.value == 0
            || seal.time >= state.head.time + state.network.parameters.heartbeat / 2
        return seal.proposer == UInt64(setup.proposer(of: round)) && isTimely && isUseful ? .valid : .untimely
    }
}

extension CheckedBlock {
    /// True when it keeps the limits that a reader of the block's leaves keeps.
    func fits(_ parameters: Parameters, after size: UInt64) -> Bool {
        frontier.size - size <= parameters.blockLeaves
            && runs.reduce(0) { $0 + UInt64($1.count) } <= parameters.blockBytes
    }
}
