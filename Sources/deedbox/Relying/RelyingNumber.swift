import Accounts
import ArgumentParser
import RelyingAPI
import RelyingApp
import Rulebook
import Signing

/// `deedbox relying number`: types the two digits that the phone at a counter shows.
struct RelyingNumber: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "number", abstract: CounterWords.number, discussion: CounterWords.numberExamples)
    }

    @OptionGroup var matter: MatterOptions
    @Argument(help: ArgumentHelp(CounterWords.digits))
    var digits: String
    @OptionGroup var output: OutputOptions

    func run() async throws {
        // What is no number is no try.
        guard let typed = CounterNumber(digits) else { throw CounterWords.noNumber(digits) }
        let (opened, session, caller) = try matter.opened()
        try opened.match(typed, of: session, ofCase: matter.caseNumber ?? "", by: caller)
        output.print(matter.report(CounterWords.matched, StaffedSession.State.matched.rawValue, session))
    }
}

/// The counter at which the holder stands.
struct CounterOptions: ParsableArguments {
    @Option(help: ArgumentHelp(CounterWords.counter, valueName: "name"))
    var counter: String?
    @Option(help: ArgumentHelp(CounterWords.place, valueName: "place"))
    var place: String?

    /// Nil for a request from afar. Without a place of its own it is that of the desk.
    func order(_ desk: RelyingDesk) throws -> CounterOrder? {
        guard let counter else {
            guard place == nil else { throw CounterWords.placeWithoutCounter }
            return nil
        }
        let place = place ?? tell(desk.configuration.name.en, zh: desk.configuration.name.zh)
        guard let order = CounterOrder(name: counter, place: place) else { throw CounterWords.badCounter }
        return order
    }
}

extension StaffOptions {
    /// True when a person or a machine acts, and not whoever may read the folder.
    var isGiven: Bool { tokenFile != nil || staff != nil }
}

extension Report {
    /// The counter of a request, and how far its number came.
    mutating func describe(_ staffed: StaffedSession, at second: UInt64) {
        fact(tell("clerk", zh: "柜员"), staffed.clerk.description, "clerk")
        guard let counter = staffed.counter else { return }
        let state = staffed.state(at: second)
        fact(tell("counter", zh: "柜台"), "\(counter.name), \(counter.place)", "counter")
        fact(tell("number", zh: "数字"), CounterWords.state(state))
        json.append("numberState", .string(state.rawValue))
    }
}
