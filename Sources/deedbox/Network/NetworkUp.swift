import ArgumentParser
import NodeAPI
import NodeApp
import Rulebook
import Signing

/// `deedbox network up`: starts a process for each node, and returns when all are ready.
struct NetworkUp: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "up", abstract: NetworkWords.up, discussion: NetworkWords.upExamples)
    }

    @Argument(help: ArgumentHelp(NetworkWords.someNodes))
    var nodes: [String] = []

    @Option(help: ArgumentHelp(NetworkWords.network, valueName: "folder"))
    var network: String?

    @Option(help: ArgumentHelp(NetworkWords.wait, valueName: "seconds"))
    var wait = 60

    @OptionGroup var options: NetworkOptions

    func run() async throws {
        let file = try prepared()
        let places = try options.places(file, named: nodes)
        let stopped = places.filter { $0.running == nil }
        for place in stopped where await place.status() != nil { throw NetworkWords.occupied(place) }
        for place in stopped { _ = try place.launch(genesis: genesis) }
        let statuses = try await ready(places, options.places(file))
        var report = Report(NetworkWords.isUp(places.count))
        report.fact(tell("origin", zh: "账本标识"), statuses[0].origin, "origin")
        for place in places { report.fact(place.node.member.text, place.url) }
        report.json.append("nodes", .array(places.map { .string($0.url) }))
        report.next = "deedbox network status --data \(options.data)"
        options.output.print(report)
    }

    private var genesis: String { options.data + "/genesis.cbor" }

    /// The network in the data folder; made there the first time.
    private func prepared() throws -> NetworkFile {
        let path = NetworkFile.path(in: options.data)
        if Folder.exists(path) {
            if let network { try compare(try NetworkFile(network)) }
            return try NetworkFile(path)
        }
        guard let network else { throw NetworkWords.networkMissing(options.data) }
        let file = try NetworkFile(network)
        let source = try GenesisFile(file.genesis)
        try check(file, source.genesis)
        if !Folder.exists(genesis) { try WholeFile.create(source.genesis.encoded, at: genesis) }
        for place in options.places(file) { try make(place, file) }
        try WholeFile.create(Array(file.readable.pretty.utf8), at: path)
        return file
    }

    private func compare(_ file: NetworkFile) throws {
        guard try GenesisFile(file.genesis).genesis == GenesisFile(genesis).genesis else {
            throw NetworkWords.otherNetwork(options.data)
        }
    }

    private func check(_ file: NetworkFile, _ genesis: Genesis) throws {
        let members = genesis.validators.map(\.member)
        guard Set(file.nodes.map(\.member)) == Set(members), file.nodes.count == members.count else {
            throw NetworkWords.otherNodes(members.map(\.text))
        }
        guard genesis.isSample || file.nodes.allSatisfy({ $0.keys != nil }) else { throw NetworkWords.keysMissing }
    }

    /// A node's folder: settings, keys where they are the sample's, and empty data.
    private func make(_ place: NodePlace, _ file: NetworkFile) throws {
        guard !Folder.exists(place.settings) else { return }
        if place.node.keys == nil { try makeSampleKeys(place) }
        try Node.create(
            NodeConfiguration(dataDirectory: place.data, genesisPath: genesis, keysDirectory: place.keys))
        try WholeFile.create(Array(file.settings(of: place.node).pretty.utf8), at: place.settings)
    }

    private func makeSampleKeys(_ place: NodePlace) throws {
        for purpose in NodeKeyFiles.purposes {
            let name = "\(place.node.member.text)/\(purpose.rawValue)"
            guard SampleKeys.names.contains(name) else { throw KeyWords.noSuchSample(name) }
            let key = try KeyFile(SampleKeys.key(name), purpose: purpose, name: name)
            try WholeFile.create(
                Array(key.encoded.utf8), at: NodeKeyFiles.path(purpose, in: place.keys), isSecret: true)
        }
    }

    /// Has a block, unless too few run to make one, and links to all others of this network's folder that run.
    private func isReady(_ status: StatusBody, _ running: Set<String>) -> Bool {
        (status.height > 0 || running.count < status.quorum.count)
            && status.peers.allSatisfy { $0.isConnected || !running.contains($0.member) }
    }

    /// Waits until each of the places answers, is linked with all others that run, and has a block.
    private func ready(_ places: [NodePlace], _ all: [NodePlace]) async throws -> [StatusBody] {
        let end = ContinuousClock.now + .seconds(wait)
        while true {
            let statuses = await NodeStatuses.ask(places)
            let known = statuses.compactMap { $0 }
            for place in places where place.running == nil {
                throw NetworkWords.ended(place.node.member.text, place.log, place.logTail(5))
            }
            let running = Set(all.filter { $0.running != nil }.map(\.node.member.text))
            if known.count == places.count, known.allSatisfy({ isReady($0, running) }) { return known }
            guard ContinuousClock.now < end else {
                throw NetworkWords.notReady(wait, NodeStatuses.lines(places, statuses))
            }
            try await Task.sleep(for: .milliseconds(200))
        }
    }
}
