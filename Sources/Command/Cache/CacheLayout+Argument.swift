public import ArgumentParser
public import TableTheory

extension CacheLayout: ExpressibleByArgument {}
