# Open data (OC4IDS)
open-data-publisher = Compiler of the list of key manufacturing projects of { $province }
open-data-start = Start of works
open-data-finish = Completion of works
open-data-production = Start of production
