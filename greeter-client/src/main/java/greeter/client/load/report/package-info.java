/** What a run of load came to, told: to people, programs, spreadsheets and plotters. */
package greeter.client.load.report;
